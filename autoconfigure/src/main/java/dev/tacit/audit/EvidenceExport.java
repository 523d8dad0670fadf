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
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import dev.tacit.inference.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Writes evidence that stands alone: records in canonical form, each with its proof
 * against one signed checkpoint, the checkpoint, the public keys, manifests, a page for
 * people and lines for a SIEM. Memory is that of one page of records.
 */
final class EvidenceExport {

	static final String RECORDS = "records.jsonl";

	static final String CHECKPOINT = "checkpoint.txt";

	static final String KEYS = "keys.txt";

	static final String ROTATIONS = "rotations.jsonl";

	static final String MANIFESTS = "manifests.jsonl";

	private final LedgerStore store;

	private final LedgerKeys keys;

	private final SubjectKeys subjects;

	private final boolean disclose;

	EvidenceExport(LedgerStore store, LedgerKeys keys, boolean disclose) {
		this.store = store;
		this.keys = keys;
		this.subjects = new SubjectKeys(store.keys(), keys);
		this.disclose = disclose;
	}

	/**
	 * Writes the archive.
	 * @param records walks the records, and can do so again
	 * @param note checkpoint that covers them all
	 * @param out where to
	 */
	void write(Walk records, String note, OutputStream out) throws IOException, SQLException {
		try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
			entry(zip, CHECKPOINT, note);
			entry(zip, KEYS,
					String.join("\n", this.keys.verifying().stream().map(VerifyingKey::toString).toList()) + "\n");
			this.store.read((connection) -> {
				long size = Checkpoint.parse(note).map(Checkpoint::size).orElse(0L);
				try {
					StringBuilder manifests = new StringBuilder();
					this.store.manifests()
						.all(connection)
						.forEach((manifest) -> manifests.append(Json.write(manifest)).append('\n'));
					entry(zip, MANIFESTS, manifests.toString());
					entry(zip, ROTATIONS, rotations(connection));
					MerkleTree tree = this.store.nodes().tree(connection);
					lines(zip, RECORDS, connection, records,
							(record) -> Json.write(line(connection, record, tree, size)) + "\n");
					lines(zip, "ocsf.jsonl", connection, records,
							(record) -> Json.write(OcsfEvent.of(record.record())) + "\n");
					zip.putNextEntry(new ZipEntry("index.html"));
					print(zip, EvidencePage.head(this.store.chainId(), note));
					records.forEach(connection,
							(record) -> print(zip, EvidencePage.section(record.record(), content(connection, record))));
					print(zip, EvidencePage.foot());
					zip.closeEntry();
				}
				catch (IOException ex) {
					throw new SQLException("The archive cannot be written", ex);
				}
				return zip;
			});
		}
	}

	private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
		zip.putNextEntry(new ZipEntry(name));
		print(zip, text);
		zip.closeEntry();
	}

	private static void print(ZipOutputStream zip, String text) throws IOException {
		zip.write(text.getBytes(StandardCharsets.UTF_8));
	}

	private static void lines(ZipOutputStream zip, String name, Connection connection, Walk records, Line line)
			throws IOException, SQLException {
		zip.putNextEntry(new ZipEntry(name));
		records.forEach(connection, (record) -> print(zip, line.of(record)));
		zip.closeEntry();
	}

	private Map<String, Object> line(Connection connection, StoredRecord stored, MerkleTree tree, long size)
			throws SQLException {
		Map<String, Object> line = new LinkedHashMap<>();
		line.put("sequence", stored.record().sequence());
		line.put("canonical", Base64.getEncoder().encodeToString(stored.record().canonical()));
		List<Object> path = new ArrayList<>();
		tree.inclusion(stored.record().sequence(), size)
			.forEach((hash) -> path.add(Base64.getEncoder().encodeToString(hash)));
		line.put("path", path);
		SealedContent sealed = this.store.records().content(connection, stored.record().recordId()).orElse(null);
		if (sealed != null) {
			Map<String, Object> payload = new LinkedHashMap<>();
			payload.put("keyId", sealed.keyId());
			payload.put("nonce", Base64.getEncoder().encodeToString(sealed.nonce()));
			payload.put("ciphertext", Base64.getEncoder().encodeToString(sealed.ciphertext()));
			line.put("payload", payload);
		}
		content(connection, stored)
			.ifPresent((salted) -> line.put("content", Base64.getEncoder().encodeToString(salted)));
		return line;
	}

	private Optional<byte[]> content(Connection connection, StoredRecord stored) throws SQLException {
		if (!this.disclose) {
			return Optional.empty();
		}
		SealedContent sealed = this.store.records().content(connection, stored.record().recordId()).orElse(null);
		return (sealed != null) ? this.subjects.unseal(connection, stored.record(), sealed) : Optional.empty();
	}

	/** Announcements of signing keys, oldest first. */
	private String rotations(Connection connection) throws SQLException {
		StringBuilder lines = new StringBuilder();
		List<StoredRecord> newestFirst = this.store.records()
			.newest(connection, AuditQuery.ofPhase(Phase.KEY_ROTATED, 1).condition(), 10_000);
		for (int i = newestFirst.size() - 1; i >= 0; i--) {
			Map<?, ?> facts = newestFirst.get(i).record().factsByName();
			if (facts.get("signedBefore") instanceof String signature
					&& facts.get("signingKey") instanceof String key) {
				lines.append(Json.write(Map.of("chain", this.store.chainId(), "key", key, "signature", signature)))
					.append('\n');
			}
		}
		return lines.toString();
	}

	/** Walks records of a query. */
	@FunctionalInterface
	interface Walk {

		void forEach(Connection connection, Step step) throws IOException, SQLException;

	}

	/** Sees one record. */
	@FunctionalInterface
	interface Step {

		void see(StoredRecord record) throws IOException, SQLException;

	}

	/** Writes one record as a line. */
	@FunctionalInterface
	private interface Line {

		String of(StoredRecord record) throws SQLException;

	}

	/** Reads salted content back; {@code null} for none. */
	static @Nullable String json(byte @Nullable [] salted) {
		return (salted == null || salted.length < DataKey.saltBytes()) ? null
				: new String(salted, DataKey.saltBytes(), salted.length - DataKey.saltBytes(), StandardCharsets.UTF_8);
	}

}
