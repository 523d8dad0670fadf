/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * References and data keys. They are looked up in the transaction that uses them, never
 * remembered by name: a reference that another node erased is not used again.
 */
final class SubjectKeys {

	private final KeyTable table;

	private final LedgerKeys keys;

	SubjectKeys(KeyTable table, LedgerKeys keys) {
		this.table = table;
		this.keys = keys;
	}

	/** References of identities; those that are new get one in this transaction. */
	Map<Identity, DataKey> resolve(Connection connection, Collection<Identity> wanted) throws SQLException {
		Set<Identity> all = new LinkedHashSet<>();
		for (Identity identity : wanted) {
			if (identity.subject() != null) {
				all.add(Identity.subject(identity.subject()));
			}
		}
		all.addAll(wanted);
		Map<Identity, String> lookups = new LinkedHashMap<>();
		all.forEach((identity) -> lookups.put(identity, lookup(identity)));
		Map<String, KeyTable.Row> rows = new HashMap<>();
		this.table.find(connection, lookups.values()).forEach((row) -> rows.put(row.lookup(), row));
		List<KeyTable.Row> fresh = new ArrayList<>();
		Map<Identity, DataKey> resolved = new HashMap<>();
		for (Map.Entry<Identity, String> entry : lookups.entrySet()) {
			Identity identity = entry.getKey();
			KeyTable.Row row = rows.get(entry.getValue());
			if (row == null) {
				DataKey owner = (identity.subject() != null) ? resolved.get(Identity.subject(identity.subject()))
						: null;
				row = create(identity, entry.getValue(), (owner != null) ? owner.alias() : "");
				fresh.add(row);
				rows.put(entry.getValue(), row);
			}
			resolved.put(identity, open(row).orElseThrow(() -> new SQLException("A data key cannot be unwrapped")));
		}
		this.table.insert(connection, fresh);
		return resolved;
	}

	String lookup(Identity identity) {
		// A conversation about two people has one reference for each of them.
		String id = (identity.subject() != null)
				? identity.subject().length() + ":" + identity.subject() + identity.id() : identity.id();
		return this.keys.reference(identity.kind().name(), id);
	}

	private KeyTable.Row create(Identity identity, String lookup, String owner) {
		String alias = HexFormat.of().formatHex(AesGcm.randomBytes(16));
		byte[] key = (identity.kind() == Identity.Kind.SUBJECT) ? AesGcm.randomBytes(AesGcm.KEY_BYTES) : new byte[0];
		KeyTable.Row row = new KeyTable.Row(alias, this.table.chainId(), identity.kind().name(), lookup, owner, "",
				new byte[0]);
		byte[] plain = CanonicalForm.of("tacit-audit-data-key").bytes(key).text(identity.id()).toBytes();
		return row.rewrapped(lookup, this.keys.currentKeyId(), this.keys.wrap(plain, row.context()));
	}

	/** Opens a row, if its wrapping key is there and the row was not changed. */
	Optional<DataKey> open(KeyTable.Row row) {
		byte[] plain = this.keys.unwrap(row.kekId(), row.wrapped(), row.context());
		if (plain == null) {
			return Optional.empty();
		}
		ByteBuffer buffer = ByteBuffer.wrap(plain);
		next(buffer);
		byte[] key = next(buffer);
		return Optional.of(new DataKey(row.alias(), key, new String(next(buffer), StandardCharsets.UTF_8)));
	}

	private static byte[] next(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.getInt()];
		buffer.get(bytes);
		return bytes;
	}

	/** Decrypts the content of a record; empty if its key was erased or does not fit. */
	Optional<byte[]> unseal(Connection connection, AuditRecord record, SealedContent content) throws SQLException {
		DataKey key = byAlias(connection, content.keyId());
		if (key == null || key.key().length == 0) {
			return Optional.empty();
		}
		byte @Nullable [] plain = AesGcm.decrypt(key.key(), content.nonce(), content.ciphertext(),
				record.associatedData());
		return Optional.ofNullable(plain);
	}

	/** Name behind a reference; empty if it was erased. */
	Optional<String> name(Connection connection, @Nullable String alias) throws SQLException {
		DataKey key = (alias != null) ? byAlias(connection, alias) : null;
		return Optional.ofNullable(key).map(DataKey::id);
	}

	private @Nullable DataKey byAlias(Connection connection, String alias) throws SQLException {
		return this.table.byAlias(connection, alias).flatMap(this::open).orElse(null);
	}

	private Identity identity(Connection connection, KeyTable.Row row) throws SQLException {
		String id = open(row).map(DataKey::id).orElse("");
		return new Identity(Identity.Kind.valueOf(row.kind()), id,
				row.owner().isEmpty() ? null : name(connection, row.owner()).orElse(""));
	}

	/** Whether a row is what it was when it was written. */
	boolean stands(Connection connection, KeyTable.Row row) throws SQLException {
		try {
			return open(row).isPresent() && row.lookup().equals(lookup(identity(connection, row)));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/** Wraps and looks up everything with the current keys. */
	int renew(Connection connection) throws SQLException {
		int renewed = 0;
		String after = "";
		List<KeyTable.Row> page = this.table.page(connection, after, 500);
		while (!page.isEmpty()) {
			List<KeyTable.Row> changed = new ArrayList<>();
			for (KeyTable.Row row : page) {
				byte @Nullable [] plain = this.keys.unwrap(row.kekId(), row.wrapped(), row.context());
				if (plain == null) {
					throw new SQLException("A data key cannot be unwrapped");
				}
				changed.add(row.rewrapped(lookup(identity(connection, row)), this.keys.currentKeyId(),
						this.keys.wrap(plain, row.context())));
				after = row.alias();
			}
			this.table.update(connection, changed);
			renewed += changed.size();
			page = this.table.page(connection, after, 500);
		}
		return renewed;
	}

}
