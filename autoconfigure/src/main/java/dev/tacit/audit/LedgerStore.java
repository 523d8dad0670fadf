/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The two tables. Writing uses one connection of the appender's; every read opens its
 * own, so a long verification never holds up a request.
 */
final class LedgerStore implements AutoCloseable {

	private static final String COLUMNS = "chain_id, seq, record_id, phase, request_id, parent_id, time_ms, boot_id, "
			+ "actor_ref, conversation_ref, facts, payload_hash, prev_hash, hash, format";

	private final AuditLedgerConfig config;

	private @Nullable Connection writer;

	LedgerStore(AuditLedgerConfig config) {
		this.config = config;
	}

	void initialize() {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			for (String command : schema().split(";")) {
				if (!command.isBlank()) {
					statement.execute(command);
				}
			}
		}
		catch (SQLException ex) {
			throw new LedgerOpenException(explain(ex), null);
		}
	}

	/**
	 * H2's error codes tell a locked file from a wrong password; its messages may quote
	 * SQL.
	 */
	private static String explain(SQLException ex) {
		return switch (ex.getErrorCode()) {
			case 90020 -> "The ledger's database is in use by another process; stop that process or set "
					+ "tacit.audit.datasource.url to another file";
			case 28000 -> "The ledger's database refuses the user; check tacit.audit.datasource.username and password";
			default -> "The ledger's database cannot be opened (H2 error " + ex.getErrorCode()
					+ "); check that the folder of tacit.audit.datasource.url is writable and the file is undamaged";
		};
	}

	private static String schema() {
		try (InputStream schema = LedgerStore.class.getResourceAsStream("schema-h2.sql")) {
			if (schema == null) {
				throw new IllegalStateException("The ledger's schema is missing from the class path");
			}
			String sql = new String(schema.readAllBytes(), StandardCharsets.UTF_8);
			return sql.replaceAll("(?m)^--.*$", "");
		}
		catch (IOException ex) {
			throw new IllegalStateException("The ledger's schema cannot be read", ex);
		}
	}

	private Connection connect() throws SQLException {
		return DriverManager.getConnection(this.config.durableUrl(), this.config.username(), this.config.password());
	}

	private Connection writer() throws SQLException {
		if (this.writer == null || this.writer.isClosed()) {
			this.writer = connect();
			this.writer.setAutoCommit(false);
		}
		return this.writer;
	}

	/** Head of the chain as the database has it. */
	Head head() throws SQLException {
		try (PreparedStatement query = writer().prepareStatement(
				"SELECT seq, hash FROM tacit_audit_record WHERE chain_id = ? ORDER BY seq DESC LIMIT 1")) {
			query.setString(1, this.config.chainId());
			try (ResultSet rows = query.executeQuery()) {
				return rows.next() ? new Head(rows.getLong(1), rows.getString(2)) : Head.EMPTY;
			}
		}
	}

	/** Commits records and syncs the file: they are durable when this returns. */
	void append(List<Prepared> batch) throws SQLException {
		Connection connection = writer();
		try (PreparedStatement record = connection.prepareStatement(
				"INSERT INTO tacit_audit_record (" + COLUMNS + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
				PreparedStatement payload = connection.prepareStatement(
						"INSERT INTO tacit_audit_payload (record_id, key_id, nonce, ciphertext) VALUES (?,?,?,?)")) {
			for (Prepared prepared : batch) {
				bind(record, prepared.record());
				record.addBatch();
				payload.setString(1, prepared.record().recordId());
				payload.setString(2, prepared.sealed().keyId());
				payload.setBytes(3, prepared.sealed().nonce());
				payload.setBytes(4, prepared.sealed().ciphertext());
				payload.addBatch();
			}
			record.executeBatch();
			payload.executeBatch();
			connection.commit();
			// With WRITE_DELAY=0 a commit reaches the operating system; this reaches the
			// disk.
			try (Statement sync = connection.createStatement()) {
				sync.execute("CHECKPOINT SYNC");
			}
		}
	}

	private static void bind(PreparedStatement insert, AuditRecord record) throws SQLException {
		insert.setString(1, record.chainId());
		insert.setLong(2, record.sequence());
		insert.setString(3, record.recordId());
		insert.setString(4, record.phase());
		insert.setString(5, record.requestId());
		insert.setString(6, record.parentId());
		insert.setLong(7, record.timeMillis());
		insert.setString(8, record.bootId());
		insert.setString(9, record.actorRef());
		insert.setString(10, record.conversationRef());
		insert.setString(11, record.facts());
		insert.setString(12, record.payloadHash());
		insert.setString(13, record.previousHash());
		insert.setString(14, record.hash());
		insert.setInt(15, AuditRecord.FORMAT);
	}

	/**
	 * Gives the writing connection up after a failure: the next batch starts with a new
	 * one.
	 */
	void dropWriter() {
		Connection broken = this.writer;
		this.writer = null;
		if (broken != null) {
			try {
				broken.close();
			}
			catch (SQLException ex) {
				// It was broken before; the new connection decides what is true.
				return;
			}
		}
	}

	/**
	 * Requests with an intent and no outcome, with the actor's reference, oldest first.
	 */
	Map<String, StoredRecord> openRequests() throws SQLException {
		Map<String, StoredRecord> open = new LinkedHashMap<>();
		scan("SELECT " + COLUMNS + " FROM tacit_audit_record WHERE chain_id = ? ORDER BY seq",
				List.of(this.config.chainId()), (stored) -> {
					String phase = stored.record().phase();
					if (phase.equals(Phase.INTENT.name())) {
						open.put(stored.record().requestId(), stored);
					}
					else {
						open.remove(stored.record().requestId());
					}
					return true;
				});
		return open;
	}

	/** Every record of the chain in order, until the visitor has seen enough. */
	void scanChain(Visitor visitor) throws SQLException {
		scan("SELECT " + COLUMNS + " FROM tacit_audit_record WHERE chain_id = ? ORDER BY seq",
				List.of(this.config.chainId()), visitor);
	}

	List<StoredRecord> newest(@Nullable String requestId, long before, int limit) throws SQLException {
		List<StoredRecord> found = new ArrayList<>();
		String byRequest = (requestId != null) ? " AND request_id = ?" : "";
		List<Object> arguments = new ArrayList<>(List.of(this.config.chainId(), before));
		if (requestId != null) {
			arguments.add(requestId);
		}
		arguments.add(limit);
		scan("SELECT " + COLUMNS + " FROM tacit_audit_record WHERE chain_id = ? AND seq < ?" + byRequest
				+ " ORDER BY seq DESC LIMIT ?", arguments, found::add);
		return found;
	}

	private void scan(String sql, List<? extends Object> arguments, Visitor visitor) throws SQLException {
		try (Connection connection = connect(); PreparedStatement query = connection.prepareStatement(sql)) {
			for (int i = 0; i < arguments.size(); i++) {
				query.setObject(i + 1, arguments.get(i));
			}
			query.setFetchSize(500);
			try (ResultSet rows = query.executeQuery()) {
				while (rows.next() && visitor.visit(read(rows))) {
					continue;
				}
			}
		}
	}

	private static StoredRecord read(ResultSet rows) throws SQLException {
		AuditRecord record = new AuditRecord(rows.getString(1), rows.getLong(2), rows.getString(3), rows.getString(4),
				rows.getString(5), rows.getString(6), rows.getLong(7), rows.getString(8), rows.getString(9),
				rows.getString(10), rows.getString(11), rows.getString(12), rows.getString(13));
		return new StoredRecord(record, rows.getString(14), rows.getInt(15));
	}

	LedgerKeys.@Nullable Sealed payload(String recordId) throws SQLException {
		try (Connection connection = connect();
				PreparedStatement query = connection.prepareStatement(
						"SELECT key_id, nonce, ciphertext FROM tacit_audit_payload WHERE record_id = ?")) {
			query.setString(1, recordId);
			try (ResultSet rows = query.executeQuery()) {
				return rows.next() ? new LedgerKeys.Sealed(rows.getString(1), rows.getBytes(2), rows.getBytes(3))
						: null;
			}
		}
	}

	@Override
	public void close() {
		dropWriter();
	}

	/** Last record of a chain: its sequence, -1 for none, and its hash. */
	record Head(long sequence, String hash) {

		static final Head EMPTY = new Head(-1, AuditRecord.NO_HASH);

	}

	/** A record with its content, ready to be stored. */
	record Prepared(AuditRecord record, LedgerKeys.Sealed sealed) {
	}

	/** A record as it is stored: the columns, and the hash that stands beside them. */
	record StoredRecord(AuditRecord record, String storedHash, int format) {
	}

	/** Sees records one by one. */
	@FunctionalInterface
	interface Visitor {

		boolean visit(StoredRecord record);

	}

}
