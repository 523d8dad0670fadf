/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Headers and payloads of one chain. */
final class RecordTable {

	static final String COLUMNS = "r.format, r.chain_id, r.seq, r.record_id, r.phase, r.request_id, r.parent_id, "
			+ "r.time_ms, r.boot_id, r.actor_ref, r.subject_ref, r.conversation_ref, r.retention, r.facts, "
			+ "r.commitment, r.payload_hash, r.prev_hash, r.hash, r.seal";

	private static final String INSERT = "INSERT INTO tacit_audit_record (" + COLUMNS.replace("r.", "")
			+ ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

	/**
	 * H2 reads an index in its order only if the order names the index's first column
	 * too; without it every look at the head sorts the whole chain.
	 */
	static final String NEWEST_FIRST = "ORDER BY chain_id DESC, seq DESC";

	static final String HEAD = "SELECT seq, hash, time_ms FROM tacit_audit_record WHERE chain_id = ? " + NEWEST_FIRST
			+ " LIMIT 1";

	static final String PAGE = "SELECT " + COLUMNS + ", p.key_id, p.nonce, p.ciphertext FROM tacit_audit_record r "
			+ "LEFT JOIN tacit_audit_payload p ON p.record_id = r.record_id "
			+ "WHERE r.chain_id = ? AND r.seq >= ? ORDER BY r.chain_id, r.seq LIMIT ?";

	private final String chainId;

	RecordTable(String chainId) {
		this.chainId = chainId;
	}

	/** Head of the chain as the database has it. */
	Head head(Connection connection) throws SQLException {
		try (PreparedStatement query = connection.prepareStatement(HEAD)) {
			query.setString(1, this.chainId);
			try (ResultSet rows = query.executeQuery()) {
				return rows.next() ? new Head(rows.getLong(1), rows.getString(2), rows.getLong(3)) : Head.EMPTY;
			}
		}
	}

	void insert(Connection connection, List<PreparedRecord> batch) throws SQLException {
		try (PreparedStatement record = connection.prepareStatement(INSERT);
				PreparedStatement payload = connection.prepareStatement(
						"INSERT INTO tacit_audit_payload (record_id, key_id, nonce, ciphertext) VALUES (?,?,?,?)")) {
			for (PreparedRecord prepared : batch) {
				bind(record, prepared.record());
				record.setString(18, prepared.hash());
				record.setString(19, prepared.seal());
				record.addBatch();
				payload.setString(1, prepared.record().recordId());
				payload.setString(2, prepared.content().keyId());
				payload.setBytes(3, prepared.content().nonce());
				payload.setBytes(4, prepared.content().ciphertext());
				payload.addBatch();
			}
			record.executeBatch();
			payload.executeBatch();
		}
	}

	private static void bind(PreparedStatement insert, AuditRecord record) throws SQLException {
		insert.setInt(1, record.format());
		insert.setString(2, record.chainId());
		insert.setLong(3, record.sequence());
		insert.setString(4, record.recordId());
		insert.setString(5, record.phase());
		insert.setString(6, record.requestId());
		insert.setString(7, record.parentId());
		insert.setLong(8, record.timeMillis());
		insert.setString(9, record.bootId());
		insert.setString(10, record.actorRef());
		insert.setString(11, record.subjectRef());
		insert.setString(12, record.conversationRef());
		insert.setString(13, record.retention());
		insert.setString(14, record.facts());
		insert.setString(15, record.commitment());
		insert.setString(16, record.payloadHash());
		insert.setString(17, record.previousHash());
	}

	private static StoredRecord read(ResultSet rows) throws SQLException {
		return new StoredRecord(
				new AuditRecord(rows.getInt(1), rows.getString(2), rows.getLong(3), rows.getString(4),
						rows.getString(5), rows.getString(6), rows.getString(7), rows.getLong(8), rows.getString(9),
						rows.getString(10), rows.getString(11), rows.getString(12), rows.getString(13),
						rows.getString(14), rows.getString(15), rows.getString(16), rows.getString(17)),
				rows.getString(18), rows.getString(19));
	}

	/** Records in order, each with its payload, as far as it is there. */
	List<WithContent> page(Connection connection, long from, int limit) throws SQLException {
		List<WithContent> page = new ArrayList<>(limit);
		try (PreparedStatement query = connection.prepareStatement(PAGE)) {
			query.setString(1, this.chainId);
			query.setLong(2, from);
			query.setInt(3, limit);
			try (ResultSet rows = query.executeQuery()) {
				while (rows.next()) {
					String keyId = rows.getString(20);
					page.add(new WithContent(read(rows),
							(keyId != null) ? new SealedContent(keyId, rows.getBytes(21), rows.getBytes(22)) : null));
				}
			}
		}
		return page;
	}

	/** Headers that a condition picks, newest first. */
	List<StoredRecord> newest(Connection connection, AuditQuery.Condition condition, int limit) throws SQLException {
		List<Object> arguments = new ArrayList<>(List.of(this.chainId));
		arguments.addAll(condition.arguments());
		arguments.add(limit);
		return find(connection, "r.chain_id = ?" + condition.sql() + " " + condition.order() + " LIMIT ?",
				arguments.toArray());
	}

	/** Headers in order from a sequence on. */
	List<StoredRecord> headers(Connection connection, long from, int limit) throws SQLException {
		return find(connection, "r.chain_id = ? AND r.seq >= ? ORDER BY r.chain_id, r.seq LIMIT ?", this.chainId, from,
				limit);
	}

	/** Headers of any chain that a condition, with its order, picks. */
	static List<StoredRecord> find(Connection connection, String condition, Object... arguments) throws SQLException {
		List<StoredRecord> found = new ArrayList<>();
		try (PreparedStatement query = connection
			.prepareStatement("SELECT " + COLUMNS + " FROM tacit_audit_record r WHERE " + condition)) {
			for (int i = 0; i < arguments.length; i++) {
				query.setObject(i + 1, arguments[i]);
			}
			try (ResultSet rows = query.executeQuery()) {
				while (rows.next()) {
					found.add(read(rows));
				}
			}
		}
		return found;
	}

	/** Hashes in order, of at most so many records from a sequence on. */
	List<String> hashes(Connection connection, long from, int limit) throws SQLException {
		List<String> hashes = new ArrayList<>();
		try (PreparedStatement query = connection.prepareStatement(
				"SELECT hash FROM tacit_audit_record WHERE chain_id = ? AND seq >= ? ORDER BY chain_id, seq LIMIT ?")) {
			query.setString(1, this.chainId);
			query.setLong(2, from);
			query.setInt(3, limit);
			try (ResultSet rows = query.executeQuery()) {
				while (rows.next()) {
					hashes.add(rows.getString(1));
				}
			}
		}
		return hashes;
	}

	Optional<SealedContent> content(Connection connection, String recordId) throws SQLException {
		try (PreparedStatement query = connection
			.prepareStatement("SELECT key_id, nonce, ciphertext FROM tacit_audit_payload WHERE record_id = ?")) {
			query.setString(1, recordId);
			try (ResultSet rows = query.executeQuery()) {
				return rows.next()
						? Optional.of(new SealedContent(rows.getString(1), rows.getBytes(2), rows.getBytes(3)))
						: Optional.empty();
			}
		}
	}

	/** Bytes of all ciphertext, of every chain. */
	long contentBytes(Connection connection) throws SQLException {
		try (PreparedStatement query = connection
			.prepareStatement("SELECT COALESCE(SUM(OCTET_LENGTH(ciphertext)), 0) FROM tacit_audit_payload");
				ResultSet rows = query.executeQuery()) {
			return rows.next() ? rows.getLong(1) : 0;
		}
	}

	boolean holds(Connection connection, String recordId) throws SQLException {
		try (PreparedStatement query = connection
			.prepareStatement("SELECT 1 FROM tacit_audit_record WHERE record_id = ?")) {
			query.setString(1, recordId);
			try (ResultSet rows = query.executeQuery()) {
				return rows.next();
			}
		}
	}

	/**
	 * Deletes content of a retention class that is older than a time, and not held. A
	 * hold that another chain recorded holds too: a person is looked up alike in all of
	 * them.
	 */
	int deleteContent(Connection connection, String retention, long beforeMillis, long belowSequence)
			throws SQLException {
		try (PreparedStatement delete = connection
			.prepareStatement("DELETE FROM tacit_audit_payload WHERE record_id IN "
					+ "(SELECT r.record_id FROM tacit_audit_record r WHERE r.chain_id = ? AND r.retention = ? "
					+ "AND r.time_ms < ? AND r.seq < ? "
					+ "AND r.subject_ref NOT IN (SELECT h.subject_ref FROM tacit_audit_hold h) "
					+ "AND r.subject_ref NOT IN (SELECT k.alias FROM tacit_audit_hold h "
					+ "JOIN tacit_audit_key held ON held.alias = h.subject_ref "
					+ "JOIN tacit_audit_key k ON k.lookup = held.lookup))")) {
			delete.setString(1, this.chainId);
			delete.setString(2, retention);
			delete.setLong(3, beforeMillis);
			delete.setLong(4, belowSequence);
			return delete.executeUpdate();
		}
	}

	/** Lowest sequence that may not be pruned: too young, or its content still there. */
	long firstKept(Connection connection, long beforeMillis) throws SQLException {
		try (PreparedStatement query = connection.prepareStatement("SELECT MIN(r.seq) FROM tacit_audit_record r "
				+ "LEFT JOIN tacit_audit_payload p ON p.record_id = r.record_id WHERE r.chain_id = ? "
				+ "AND (r.time_ms >= ? OR p.record_id IS NOT NULL)")) {
			query.setString(1, this.chainId);
			query.setLong(2, beforeMillis);
			try (ResultSet rows = query.executeQuery()) {
				return (rows.next() && rows.getObject(1) != null) ? rows.getLong(1) : 0;
			}
		}
	}

	int deleteHeaders(Connection connection, long below) throws SQLException {
		try (PreparedStatement delete = connection
			.prepareStatement("DELETE FROM tacit_audit_record WHERE chain_id = ? AND seq < ?")) {
			delete.setString(1, this.chainId);
			delete.setLong(2, below);
			return delete.executeUpdate();
		}
	}

	/** Last record of a chain: its sequence, -1 for none, its hash and its time. */
	record Head(long sequence, String hash, long timeMillis) {

		static final Head EMPTY = new Head(-1, Sha256.NO_HASH, 0);

		boolean same(Head other) {
			return this.sequence == other.sequence && this.hash.equals(other.hash);
		}

	}

	/** A record with its content, {@code null} where that is gone. */
	record WithContent(StoredRecord stored, @Nullable SealedContent content) {
	}

}
