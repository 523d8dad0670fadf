/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What the ledger's speed stands on, without a clock. */
class LedgerBenchmarkTest {

	@TempDir
	Path folder;

	@Test
	void theCommandPrintsEveryFigureOfALedgerThatStands() throws Exception {
		PrintStream before = System.out;
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try {
			System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
			LedgerBenchmark.main(new String[] { url(), this.folder.resolve("keys").toString(), "200" });
		}
		finally {
			System.setOut(before);
		}
		assertThat(out.toString(StandardCharsets.UTF_8)).contains("durable records/s ", "p50 ", "p99 ", "VALID: ",
				"verified records/s per core ", "verified headers/s per core ", "x\n", "H2 file once closed: ");
	}

	@Test
	void neitherTheHeadNorAPageNorAForestIsFoundByReadingATable() throws Exception {
		try (AuditLedger ledger = AuditLedger.open(AuditLedgerConfig.of(url(), this.folder.resolve("keys")))) {
			for (int i = 0; i < 100; i++) {
				ledger.append(LedgerTests.about("patient-" + i, "r" + i));
			}
			ledger.appendDurably(LedgerTests.entry(Phase.DENIED, "last"));
			for (int i = 0; i < 30; i++) {
				ledger.checkpoint();
			}
		}
		try (Connection connection = DriverManager.getConnection(url(), "tacit", "")) {
			assertThat(rowsRead(connection, RecordTable.HEAD, "main")).isLessThan(5);
			assertThat(rowsRead(connection, RecordTable.PAGE, "main", 3L, 2)).isLessThan(10);
			assertThat(rowsRead(connection, KeyTable.PAGE, "main", "", 2)).isLessThan(10);
			assertThat(rowsRead(connection, Forest.NEWEST)).isLessThan(10);
		}
	}

	/** Rows that H2 reads to answer, as it counts them itself. */
	private static int rowsRead(Connection connection, String sql, Object... arguments) throws Exception {
		try (PreparedStatement query = connection.prepareStatement("EXPLAIN ANALYZE " + sql)) {
			for (int i = 0; i < arguments.length; i++) {
				query.setObject(i + 1, arguments[i]);
			}
			int read = 0;
			try (ResultSet rows = query.executeQuery()) {
				assertThat(rows.next()).isTrue();
				Matcher counts = Pattern.compile("scanCount: (\\d+)").matcher(rows.getString(1));
				while (counts.find()) {
					read += Integer.parseInt(counts.group(1));
				}
			}
			assertThat(read).isPositive();
			return read;
		}
	}

	private String url() {
		return "jdbc:h2:file:" + this.folder.resolve("ledger");
	}

}
