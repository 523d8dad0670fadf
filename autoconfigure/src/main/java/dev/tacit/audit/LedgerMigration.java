/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Moves a chain to another database, byte for byte, and continues it there:
 *
 * <pre>
 * LedgerMigration FROM_URL FROM_USER TO_URL TO_USER KEYFILE CHAIN
 * </pre>
 *
 * Passwords are taken from the environment variables {@code TACIT_AUDIT_PASSWORD} and
 * {@code TACIT_AUDIT_TARGET_PASSWORD}. The ledger must be closed. The source is left as
 * it is; do not append to it any more.
 */
public final class LedgerMigration {

	private static final int BATCH = 200;

	private static final List<Table> TABLES = List.of(
			new Table("tacit_audit_record", RecordTable.COLUMNS.replace("r.", ""),
					"chain_id = ? ORDER BY chain_id, seq"),
			new Table("tacit_audit_payload", "record_id, key_id, nonce, ciphertext",
					"record_id IN (SELECT record_id FROM tacit_audit_record WHERE chain_id = ?)"),
			new Table("tacit_audit_key", "alias, chain_id, kind, lookup, owner, kek_id, wrapped", "chain_id = ?"),
			new Table("tacit_audit_checkpoint", "chain_id, number, size, note", "chain_id = ? ORDER BY number"),
			new Table("tacit_audit_node", "chain_id, level, idx, hash", "chain_id = ? ORDER BY level, idx"),
			new Table("tacit_audit_manifest", "chain_id, number, note", "chain_id = ? ORDER BY number"),
			new Table("tacit_audit_hold", "subject_ref",
					"subject_ref IN (SELECT alias FROM tacit_audit_key WHERE chain_id = ?)"));

	private LedgerMigration() {
	}

	/**
	 * Moves a chain.
	 * @param arguments source, target, key file and chain
	 */
	public static void main(String[] arguments) {
		if (arguments.length != 6) {
			System.err.println("Usage: LedgerMigration FROM_URL FROM_USER TO_URL TO_USER KEYFILE CHAIN");
			System.exit(2);
		}
		AuditLedgerConfig from = AuditLedgerConfig.of(arguments[0], Path.of(arguments[4]))
			.with(new LedgerDatabase(arguments[0], arguments[1], password("TACIT_AUDIT_PASSWORD"), false))
			.withChain(arguments[5]);
		try {
			Receipt receipt = migrate(from,
					new LedgerDatabase(arguments[2], arguments[3], password("TACIT_AUDIT_TARGET_PASSWORD"), true));
			System.out.println("Moved; the chain continues with record " + receipt.sequence());
		}
		catch (LedgerOpenException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
	}

	private static String password(String variable) {
		return Objects.requireNonNullElse(System.getenv(variable), "");
	}

	/**
	 * Moves a chain.
	 * @param from the ledger
	 * @param to where to
	 * @return the receipt of the MIGRATED record, the first one there
	 * @throws LedgerOpenException if the chain does not verify, or the target holds one
	 * of its name
	 */
	public static Receipt migrate(AuditLedgerConfig from, LedgerDatabase to) {
		LedgerKeys keys = LedgerKeys.open(from.keyFile(), false, from.keyEncryption());
		LedgerStore source = from.store();
		source.initialize();
		VerificationReport report = new LedgerVerifier(source, keys.verifying(), keys, from.checkpointing().anchors(),
				(checked) -> {
				})
			.verify(RecordTable.Head.EMPTY);
		if (!report.valid()) {
			throw new LedgerOpenException("This ledger is not moved, for it does not verify: " + report.sentence(),
					null);
		}
		AuditLedgerConfig target = from.with(to);
		try (LedgerStore store = target.store()) {
			store.initialize();
			source.read((reading) -> store.commit((writing) -> {
				if (store.records().head(writing).sequence() >= 0) {
					throw new LedgerOpenException("The target holds a chain of this name already", null);
				}
				for (Table table : TABLES) {
					copy(table, from.chainId(), reading, writing);
				}
				return store;
			}));
		}
		catch (SQLException ex) {
			throw new LedgerOpenException(Dialect.of(to.url()).explain(ex), null);
		}
		try (AuditLedger moved = AuditLedger.open(target)) {
			return moved.appendDurably(AuditLedger.lifecycle(Phase.MIGRATED, "migration",
					Map.of("from", Dialect.of(from.database().url()).name(), "to", Dialect.of(to.url()).name(),
							"records", String.valueOf(report.records()), "head", report.headHash())));
		}
	}

	private static void copy(Table table, String chainId, Connection from, Connection to) throws SQLException {
		int columns = table.columns().split(",").length;
		try (PreparedStatement query = from
			.prepareStatement("SELECT " + table.columns() + " FROM " + table.name() + " WHERE " + table.rows());
				PreparedStatement insert = to.prepareStatement("INSERT INTO " + table.name() + " (" + table.columns()
						+ ") VALUES (?" + ",?".repeat(columns - 1) + ")")) {
			query.setString(1, chainId);
			query.setFetchSize(BATCH);
			try (ResultSet rows = query.executeQuery()) {
				for (int count = 1; rows.next(); count++) {
					for (int column = 1; column <= columns; column++) {
						Object value = rows.getObject(column);
						insert.setObject(column, (value instanceof Blob) ? rows.getBytes(column) : value);
					}
					insert.addBatch();
					if (count % BATCH == 0) {
						insert.executeBatch();
					}
				}
				insert.executeBatch();
			}
		}
	}

	/** A table, its columns, and which of its rows belong to a chain. */
	private record Table(String name, String columns, String rows) {
	}

}
