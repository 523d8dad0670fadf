/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import dev.tacit.inference.json.JsonLimits;
import org.jspecify.annotations.Nullable;

/**
 * Reads a ledger on behalf of somebody. Every search and every decryption is recorded
 * before its result is handed out; reading these records is recorded too, once a read, so
 * the audit of the audit ends. Thread-safe.
 */
public final class AuditReader {

	private final AuditLedger ledger;

	private final LedgerStore store;

	private final SubjectKeys subjects;

	private final Actor reader;

	AuditReader(AuditLedger ledger, LedgerStore store, SubjectKeys subjects, Actor reader) {
		this.ledger = ledger;
		this.store = store;
		this.subjects = subjects;
		this.reader = reader;
	}

	/**
	 * Records that match, newest first.
	 * @param query what to look for
	 * @return a page
	 * @throws AuditUnavailableException if the database cannot be read, or the read not
	 * recorded
	 */
	public List<AuditRecord> search(AuditQuery query) {
		List<AuditRecord> found = read((connection) -> find(connection, query)).stream()
			.map(StoredRecord::record)
			.toList();
		record(Map.of("what", "headers", "count", String.valueOf(found.size())),
				new AuditContent(Map.of("query", query.described())));
		return found;
	}

	private List<StoredRecord> find(Connection connection, AuditQuery query) throws SQLException {
		AuditQuery.Condition condition = query.condition();
		Map<String, Identity> identities = new LinkedHashMap<>();
		if (query.actor() != null) {
			identities.put("r.actor_ref = ?", Identity.actor(query.actor()));
		}
		if (query.subject() != null) {
			identities.put("r.subject_ref = ?", Identity.subject(query.subject()));
		}
		if (query.conversation() != null && query.subject() != null) {
			identities.put("r.conversation_ref = ?",
					new Identity(Identity.Kind.CONVERSATION, query.conversation(), query.subject()));
		}
		for (Map.Entry<String, Identity> identity : identities.entrySet()) {
			List<KeyTable.Row> rows = this.store.keys()
				.find(connection, List.of(this.subjects.lookup(identity.getValue())));
			if (rows.isEmpty()) {
				return List.of();
			}
			condition.and(identity.getKey(), rows.get(0).alias());
		}
		return this.store.records().newest(connection, condition, query.limit());
	}

	/**
	 * Decrypts the content of a record.
	 * @param record the record
	 * @return the content; empty if it was erased, pruned or changed, or if the record is
	 * of another chain
	 * @throws AuditUnavailableException if the database cannot be read, or the read not
	 * recorded
	 */
	public Optional<Map<?, ?>> content(AuditRecord record) {
		Optional<Map<?, ?>> content = read((connection) -> plain(connection, record).flatMap(AuditReader::parse));
		record(Map.of("what", "content", "sequence", String.valueOf(record.sequence()), "record", record.recordId()),
				null);
		return content;
	}

	private Optional<byte[]> plain(Connection connection, AuditRecord record) throws SQLException {
		Optional<SealedContent> sealed = this.store.records().content(connection, record.recordId());
		return sealed.isPresent() ? this.subjects.unseal(connection, record, sealed.get()) : Optional.empty();
	}

	/**
	 * Exports every record that matches as an archive that verifies without this ledger.
	 * The export is recorded first, and a checkpoint signed that covers it.
	 * @param query what to export, page by page; its limit is the size of a page
	 * @param disclose whether content is disclosed too
	 * @param out receives a zip
	 * @throws IOException if it cannot be written
	 * @throws AuditUnavailableException if the ledger cannot be read, or the export not
	 * recorded
	 */
	public void export(AuditQuery query, boolean disclose, OutputStream out) throws IOException {
		this.ledger.appendDurably(AuditEntry.ofLedger(Phase.EXPORTED, this.reader,
				Map.of("disclosed", String.valueOf(disclose)), new AuditContent(Map.of("query", query.described()))));
		String note = this.ledger.checkpoint();
		long size = Checkpoint.parse(note).map(Checkpoint::size).orElse(0L);
		AuditQuery first = query.after(Math.min(query.before(), size));
		try {
			new EvidenceExport(this.store, this.ledger.keys(), disclose).write((connection, step) -> {
				List<StoredRecord> page = find(connection, first);
				while (!page.isEmpty()) {
					for (StoredRecord record : page) {
						step.see(record);
					}
					page = find(connection, first.after(page.get(page.size() - 1).record().sequence()));
				}
			}, note, out);
		}
		catch (SQLException ex) {
			if (ex.getCause() instanceof IOException cause) {
				throw cause;
			}
			throw new AuditUnavailableException("The ledger cannot be read", null);
		}
	}

	static Optional<Map<?, ?>> parse(byte[] salted) {
		try {
			byte[] json = Arrays.copyOfRange(salted, DataKey.saltBytes(), salted.length);
			return (Json.parse(new String(json, StandardCharsets.UTF_8), JsonLimits.LARGE) instanceof Map<?, ?> content)
					? Optional.of(content) : Optional.empty();
		}
		catch (JsonException | IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Name of the actor of a record.
	 * @param record the record
	 * @return the name; empty if it was erased, or if the record is of another chain
	 */
	public Optional<String> actor(AuditRecord record) {
		return read((connection) -> this.subjects.name(connection, record.actorRef()));
	}

	private <T> T read(LedgerStore.Work<T> work) {
		try {
			return this.store.read(work);
		}
		catch (SQLException ex) {
			throw new AuditUnavailableException("The ledger cannot be read", null);
		}
	}

	private void record(Map<String, String> facts, @Nullable AuditContent content) {
		this.ledger.appendDurably(AuditEntry.ofLedger(Phase.READ, this.reader, facts, content));
	}

}
