/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import dev.tacit.audit.VerificationReport.Problem;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * T20: one byte of every column of every table is changed in turn, and the verification
 * names what was changed. The columns are the database's own, so none can be forgotten.
 */
abstract class TamperMatrixTests extends LedgerTests {

	/**
	 * The lease says who may append, and nothing about what was recorded. Whoever changes
	 * it stops a running ledger; the next start takes it anew.
	 */
	private static final Set<String> COORDINATION = Set.of("tacit_audit_lease.chain_id", "tacit_audit_lease.token",
			"tacit_audit_lease.owner", "tacit_audit_lease.renewed");

	private static final Map<String, Set<Problem>> NAMED = Map.of("tacit_audit_checkpoint",
			Set.of(Problem.CHECKPOINT_CHANGED, Problem.CHECKPOINT_MISSING, Problem.CHECKPOINT_RESIGNED),
			"tacit_audit_key", Set.of(Problem.KEY_CHANGED, Problem.KEY_MISSING), "tacit_audit_node",
			Set.of(Problem.NODE_CHANGED), "tacit_audit_manifest",
			Set.of(Problem.MANIFEST_CHANGED, Problem.CONTENT_MISSING), "tacit_audit_hold",
			Set.of(Problem.HOLD_CHANGED));

	private static final Set<Problem> OF_RECORDS = Set.of(Problem.RECORD_CHANGED, Problem.RECORD_MISSING,
			Problem.CHAIN_BROKEN, Problem.RECORD_FORGED, Problem.CONTENT_CHANGED, Problem.CONTENT_MISSING);

	private long sequence;

	TamperMatrixTests(TestDatabase kind) {
		super(kind);
	}

	/**
	 * A ledger in which every table has rows and no column of the attacked ones is empty.
	 */
	private void seed() {
		Instant now = Instant.parse("2026-11-24T12:00:00Z");
		try (AuditLedger old = open(config().with(Clock.fixed(now.minus(Duration.ofDays(8 * 366)), ZoneOffset.UTC)))) {
			for (int i = 0; i < 260; i++) {
				old.append(about("patient-" + i % 3, "old" + i));
			}
			old.checkpoint();
		}
		try (AuditLedger ledger = open(config().with(Clock.fixed(now, ZoneOffset.UTC)))) {
			ledger.custody().pruneContent(AUDITOR, RetentionPolicy.MEDICAL);
			this.sequence = ledger
				.appendDurably(new AuditEntry(Phase.COMPLETED, "young", "parent", ANNA, "patient-canary",
						"conversation-canary", "default", Map.of("model", "demo"),
						new AuditContent(Map.of("answer", "canary"))))
				.sequence();
			ledger.custody().hold(AUDITOR, "patient-canary", "case 7", true);
			ledger.custody().erase(AUDITOR, "patient-2", "ticket", false);
			// Deletes nothing: what it says must be safe all the same.
			ledger.custody().pruneContent(AUDITOR, RetentionPolicy.MEDICAL);
		}
	}

	@Test
	void t20AChangedByteOfAnyColumnIsFoundAndNamed() throws SQLException {
		seed();
		Set<String> silent = new TreeSet<>();
		try (Connection connection = tamperer()) {
			Map<String, Set<String>> tables = columns(connection);
			assertThat(tables).hasSizeGreaterThanOrEqualTo(8);
			for (Map.Entry<String, Set<String>> table : tables.entrySet()) {
				for (Row row : rows(connection, table.getKey())) {
					for (String column : table.getValue()) {
						attack(connection, table.getKey(), row, column, silent);
					}
				}
			}
		}
		assertThat(silent).as("columns that may change unseen").isEqualTo(new TreeSet<>(COORDINATION));
		assertThat(verifyStored().problem()).as("everything is back").isNull();
	}

	private void attack(Connection connection, String table, Row row, String column, Set<String> silent)
			throws SQLException {
		Object before = Objects.requireNonNull(row.values().get(column), table + "." + column + " is empty");
		for (Object after : changes(before)) {
			row.write(connection, table, column, before, after);
			VerificationReport report = verifyStored();
			String what = table + "." + column + " of " + row.keys() + ": " + before + " -> " + after;
			if (report.problem() == null) {
				silent.add(table + "." + column);
			}
			else if (NAMED.containsKey(table)) {
				assertThat(report.problem()).as(what).isIn(NAMED.get(table));
			}
			else {
				assertThat(report.problem()).as(what).isIn(OF_RECORDS);
				assertThat(report.brokenSequence()).as(what).isEqualTo(this.sequence);
			}
			row.write(connection, table, column, after, before);
		}
	}

	/** The value with one byte changed: at the beginning, in the middle, at the end. */
	private static List<Object> changes(Object value) {
		List<Object> changes = new ArrayList<>();
		if (value instanceof String text) {
			for (int place : new LinkedHashSet<>(List.of(0, text.length() / 2, text.length() - 1))) {
				char[] characters = text.isEmpty() ? new char[] { 'w' } : text.toCharArray();
				characters[Math.max(0, place)] ^= 1;
				changes.add(new String(characters));
			}
		}
		else if (value instanceof byte[] bytes) {
			for (int place : new LinkedHashSet<>(List.of(0, bytes.length / 2, bytes.length - 1))) {
				byte[] changed = bytes.clone();
				changed[place] ^= 1;
				changes.add(changed);
			}
		}
		else if (value instanceof Long number) {
			changes.add(number ^ 1L << 16);
			changes.add(number ^ 1L << 40);
		}
		else {
			changes.add((int) value ^ 1 << 8);
		}
		return changes;
	}

	private static Map<String, Set<String>> columns(Connection connection) throws SQLException {
		Map<String, Set<String>> tables = new LinkedHashMap<>();
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement
					.executeQuery("SELECT LOWER(table_name), LOWER(column_name) FROM information_schema.columns "
							+ "WHERE LOWER(table_name) LIKE 'tacit\\_audit\\_%' ORDER BY table_name, ordinal_position")) {
			while (rows.next()) {
				tables.computeIfAbsent(rows.getString(1), (name) -> new LinkedHashSet<>()).add(rows.getString(2));
			}
		}
		return tables;
	}

	/**
	 * Rows to attack: those of the young record, and the first and last of each other
	 * table.
	 */
	private List<Row> rows(Connection connection, String table) throws SQLException {
		String record = "(SELECT record_id FROM tacit_audit_record WHERE seq = " + this.sequence + ")";
		List<String> conditions = switch (table) {
			case "tacit_audit_record" -> List.of("seq = " + this.sequence);
			case "tacit_audit_payload" -> List.of("record_id = " + record);
			case "tacit_audit_key" -> List.of("kind = 'ACTOR'", "kind = 'SUBJECT'", "kind = 'CONVERSATION'");
			case "tacit_audit_checkpoint", "tacit_audit_manifest" ->
				List.of("number = 0", "number = (SELECT MAX(number) FROM " + table + ")");
			default -> List.of("1 = 1");
		};
		List<Row> found = new ArrayList<>();
		for (String condition : conditions) {
			try (Statement statement = connection.createStatement();
					ResultSet rows = statement
						.executeQuery("SELECT * FROM " + table + " WHERE " + condition + " LIMIT 1")) {
				assertThat(rows.next()).as(table + " has a row where " + condition).isTrue();
				found.add(Row.read(connection, table, rows));
			}
		}
		return found;
	}

	/**
	 * A row as it should be.
	 *
	 * @param keys its primary key
	 * @param values its columns
	 */
	private record Row(Map<String, Object> keys, Map<String, Object> values) {

		static Row read(Connection connection, String table, ResultSet rows) throws SQLException {
			Map<String, Object> values = new LinkedHashMap<>();
			for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
				values.put(rows.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT), value(rows, i));
			}
			Map<String, Object> keys = new LinkedHashMap<>();
			for (String name : List.of(table, table.toUpperCase(Locale.ROOT))) {
				try (ResultSet key = connection.getMetaData().getPrimaryKeys(null, null, name)) {
					while (key.next()) {
						String column = key.getString("COLUMN_NAME").toLowerCase(Locale.ROOT);
						keys.put(column, values.get(column));
					}
				}
			}
			return new Row(keys, values);
		}

		private static Object value(ResultSet rows, int column) throws SQLException {
			return switch (rows.getMetaData().getColumnType(column)) {
				case Types.BLOB, Types.VARBINARY, Types.BINARY -> rows.getBytes(column);
				case Types.BIGINT -> rows.getLong(column);
				case Types.INTEGER -> rows.getInt(column);
				default -> rows.getString(column);
			};
		}

		void write(Connection connection, String table, String column, Object from, Object to) throws SQLException {
			boolean time = column.equals("renewed");
			String set = time ? "renewed + INTERVAL '1' SECOND" : "?";
			List<Object> arguments = new ArrayList<>(time ? List.of() : List.of(to));
			StringBuilder where = new StringBuilder();
			this.keys.forEach((name, value) -> {
				where.append(where.isEmpty() ? " WHERE " : " AND ").append(name).append(" = ?");
				arguments.add(name.equals(column) ? from : value);
			});
			try (PreparedStatement update = connection
				.prepareStatement("UPDATE " + table + " SET " + column + " = " + set + where)) {
				for (int i = 0; i < arguments.size(); i++) {
					if (arguments.get(i) instanceof byte[] bytes) {
						update.setBytes(i + 1, bytes);
					}
					else {
						update.setObject(i + 1, arguments.get(i));
					}
				}
				assertThat(update.executeUpdate()).as(table + "." + column + " " + arguments).isEqualTo(1);
			}
		}

	}

	/** Base64 has bits that stand for nothing; none of them may be free to change. */
	@Test
	void t29NoByteOfASignedNoteIsFreeToChange() {
		SigningKey key = SigningKey.generate();
		for (int size = 0; size < 40; size++) {
			String note = SignedNote.sign("tacit-audit/main\n" + size + "\nroot\n", List.of(key)).toString();
			for (int place = (size == 0) ? 0 : note.length() - 4; place < note.length(); place++) {
				for (int bit = 0; bit < 7; bit++) {
					char[] changed = note.toCharArray();
					changed[place] ^= (char) (1 << bit);
					assertThat(SignedNote.parse(new String(changed))
						.filter((parsed) -> parsed.signedByAny(List.of(key.verifying())))).as(Arrays.toString(changed))
						.isEmpty();
				}
			}
		}
	}

}
