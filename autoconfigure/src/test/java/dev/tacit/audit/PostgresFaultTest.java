/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** On PostgreSQL, and what only it can do. */
@ExtendWith(NeedsPostgres.class)
class PostgresFaultTest extends FaultTests {

	PostgresFaultTest() {
		super(TestDatabase.POSTGRESQL);
	}

	private void execute(String user, String... commands) throws SQLException {
		try (Connection connection = DriverManager.getConnection(database().url(), user, "");
				Statement statement = connection.createStatement()) {
			for (String sql : commands) {
				statement.execute(sql);
			}
		}
	}

	@Test
	void t09ADatabaseThatGoesAwayIsRefusedOrSpilledAndUsedAgain() throws SQLException {
		AuditLedger strict = open(impatient(LedgerMode.STRICT, 1000).withChain("strict"));
		AuditLedger spilling = open(impatient(LedgerMode.SPILL, 1000).withChain("spilling"));
		String name = database().url().replaceAll(".*/", "");
		try (Connection admin = DriverManager.getConnection(PostgresCluster.shared().orElseThrow().url("postgres"),
				PostgresCluster.OWNER, ""); Statement statement = admin.createStatement()) {
			statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
			statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
			assertThatExceptionOfType(AuditUnavailableException.class)
				.isThrownBy(() -> strict.appendDurably(entry(Phase.INTENT, "refused")));
			assertThat(strict.status().failures()).isPositive();
			assertThat(spilling.appendDurably(entry(Phase.DENIED, "spilled")).sequence())
				.isEqualTo(Receipt.NOT_CHAINED);
			statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
		}
		await("it takes records again", () -> appends(strict, "later"));
		await("the spill file is empty", () -> spilling.status().spilled() == 0);
		assertThat(phases(spilling, "spilled")).hasSize(1);
		assertThat(verify(strict).problem()).isNull();
		assertThat(verify(spilling).problem()).isNull();
	}

	@Test
	void t09ASpillingLedgerStartsWithoutItsDatabaseAndGoesOnWithIt() throws Exception {
		try (CuttingProxy proxy = new CuttingProxy(PostgresCluster.shared().orElseThrow().port())) {
			String url = database().url().replaceFirst(":\\d+/", ":" + proxy.port() + "/");
			AuditLedgerConfig config = impatient(LedgerMode.SPILL, 1000)
				.with(new LedgerDatabase(url, PostgresCluster.OWNER, "", true));
			String before;
			try (AuditLedger first = open(config)) {
				before = first.appendDurably(entry(Phase.DENIED, "before")).hash();
			}
			proxy.away(true);
			try (AuditLedger ledger = open(config)) {
				assertThat(ledger.status().healthy()).isFalse();
				assertThat(ledger.status().headSequence()).isEqualTo(-1);
				assertThat(ledger.appendDurably(entry(Phase.INTENT, "meanwhile")).sequence())
					.isEqualTo(Receipt.NOT_CHAINED);
				assertThat(ledger.lastFact(Phase.STARTED, "mode")).isEmpty();
				assertThat(ledger.verify((checked) -> {
				}).problem()).isEqualTo(VerificationReport.Problem.UNREADABLE);
				assertThatExceptionOfType(AuditUnavailableException.class)
					.isThrownBy(() -> ledger.reader(AUDITOR).search(AuditQuery.ofRequest("before")));
				proxy.away(false);
				await("the database is there", () -> ledger.status().healthy());
				// It may come into the chain before the intent does.
				ledger.appendDurably(entry(Phase.COMPLETED, "meanwhile"));
				await("the spill file is empty", () -> ledger.status().spilled() == 0);
				assertThat(phases(ledger, "meanwhile")).containsExactlyInAnyOrder("INTENT", "COMPLETED");
				assertThat(ledger.reader(AUDITOR).search(AuditQuery.ofRequest("before")).get(0).hash())
					.isEqualTo(before);
				assertThat(verify(ledger).problem()).isNull();
			}
			proxy.away(true);
			try (AuditLedger never = open(config)) {
				never.appendDurably(entry(Phase.DENIED, "kept"));
			}
			proxy.away(false);
			AuditLedger again = open(config);
			await("what was spilled is in the chain", () -> again.status().spilled() == 0);
			assertThat(phases(again, "kept")).hasSize(1);
			assertThat(phases(again, "meanwhile")).containsExactlyInAnyOrder("INTENT", "COMPLETED");
		}
	}

	@Test
	void t09AServerThatComesBackAsAnotherOneRefusesEverything() throws Exception {
		AuditLedgerConfig lost = impatient(LedgerMode.SPILL, 1000);
		try (AuditLedger first = open(lost)) {
			first.appendDurably(entry(Phase.DENIED, "before"));
		}
		try (CuttingProxy proxy = new CuttingProxy(PostgresCluster.shared().orElseThrow().port())) {
			proxy.away(true);
			String url = PostgresCluster.shared()
				.orElseThrow()
				.url("postgres")
				.replaceFirst(":\\d+/", ":" + proxy.port() + "/");
			AuditLedger ledger = open(lost.with(new LedgerDatabase(url, PostgresCluster.OWNER, "", false)));
			proxy.away(false);
			await("it refuses", () -> !appends(ledger, "later"));
			assertThatExceptionOfType(AuditUnavailableException.class)
				.isThrownBy(() -> ledger.appendDurably(entry(Phase.DENIED, "later")))
				.withMessageContaining("tables are missing");
			assertThat(ledger.status().healthy()).isFalse();
		}
	}

	@Test
	void anOutcomeInTheSpillFileKeepsItsRequestFromBeingAbandoned() throws Exception {
		try (CuttingProxy proxy = new CuttingProxy(PostgresCluster.shared().orElseThrow().port())) {
			String url = database().url().replaceFirst(":\\d+/", ":" + proxy.port() + "/");
			AuditLedgerConfig config = impatient(LedgerMode.SPILL, 1000)
				.with(new LedgerDatabase(url, PostgresCluster.OWNER, "", true));
			try (AuditLedger ledger = open(config)) {
				ledger.appendDurably(entry(Phase.INTENT, "r1"));
				proxy.away(true);
				execute(PostgresCluster.OWNER, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
						+ "WHERE application_name = 'tacit-audit' AND datname = current_database()");
				ledger.appendDurably(entry(Phase.COMPLETED, "r1"));
				assertThat(ledger.status().spilled()).isPositive();
			}
			proxy.away(false);
			AuditLedger again = open(config);
			await("what was spilled is in the chain", () -> again.status().spilled() == 0);
			assertThat(phases(again, "r1")).containsExactlyInAnyOrder("INTENT", "COMPLETED");
		}
	}

	@Test
	void t11AConnectionLostDuringTheCommitLeavesExactlyOneCopy() throws Exception {
		try (CuttingProxy proxy = new CuttingProxy(PostgresCluster.shared().orElseThrow().port())) {
			String url = database().url().replaceFirst(":\\d+/", ":" + proxy.port() + "/") + "?prepareThreshold=0";
			AuditLedger ledger = open(config().with(new LedgerDatabase(url, PostgresCluster.OWNER, "", true)));
			for (boolean delivered : new boolean[] { true, false, true }) {
				proxy.cutAtCommit(delivered);
				Receipt receipt = ledger.appendDurably(entry(Phase.DENIED, "cut" + delivered));
				assertThat(proxy.armed()).isFalse();
				assertThat(ChainTests.held(ledger, receipt.recordId())).isTrue();
			}
			assertThat(phases(ledger, "cuttrue")).hasSize(2);
			assertThat(phases(ledger, "cutfalse")).hasSize(1);
			assertThat(verify(ledger).problem()).isNull();
		}
	}

	@Test
	void t34NothingIsChangedOrDeletedThroughSql() throws SQLException {
		fill();
		execute(PostgresCluster.OWNER, "CREATE ROLE app_" + database().url().replaceAll(".*/", "") + " LOGIN",
				"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO app_" + database().url().replaceAll(".*/", ""));
		for (String table : List.of("record", "payload", "checkpoint")) {
			String column = table.equals("record") ? "facts" : table.equals("payload") ? "key_id" : "note";
			for (String sql : List.of("UPDATE tacit_audit_" + table + " SET " + column + " = 'x'",
					"DELETE FROM tacit_audit_" + table, "TRUNCATE tacit_audit_" + table)) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(PostgresCluster.OWNER, sql))
					.withMessageContaining("append-only");
				assertThatExceptionOfType(SQLException.class)
					.isThrownBy(() -> execute("app_" + database().url().replaceAll(".*/", ""),
							"SET tacit.maintenance = 'on'", sql));
			}
		}
		assertThat(verifyStored().problem()).isNull();
	}

	@Test
	void aServerThatMayLoseWhatItAcknowledgedIsRefused() throws SQLException {
		String name = database().url().replaceAll(".*/", "");
		execute(PostgresCluster.OWNER, "ALTER DATABASE " + name + " SET synchronous_commit = off");
		assertThatExceptionOfType(LedgerOpenException.class).isThrownBy(this::open)
			.withMessageContaining("synchronous_commit=off")
			.withMessageContaining("set synchronous_commit=on");
	}

	@Test
	void t41AnExpiredHolderIsFencedAndALivingOneIsNot() throws SQLException {
		AuditLedger first = open();
		assertThatExceptionOfType(LedgerOpenException.class).isThrownBy(this::open)
			.withMessageContaining("in use by another process");
		first.appendDurably(entry(Phase.DENIED, "r1"));
		execute(PostgresCluster.OWNER, "UPDATE tacit_audit_lease SET renewed = renewed - INTERVAL '1 hour'");
		AuditLedger second = open();
		assertThatExceptionOfType(AuditUnavailableException.class)
			.isThrownBy(() -> first.appendDurably(entry(Phase.DENIED, "r2")))
			.withMessageContaining("Another process took");
		assertThat(first.status().healthy()).isFalse();
		second.appendDurably(entry(Phase.DENIED, "r3"));
		assertThat(verify(second).problem()).isNull();
	}

	@Test
	void t42TwoNodesHaveAChainEachAndOneErasureReachesBoth() {
		AuditLedger one = open(config().withChain("node-a"));
		AuditLedger two = open(config().withChain("node-b"));
		one.appendDurably(about("patient-a", "a1"));
		two.appendDurably(about("patient-a", "a2"));
		one.custody().erase(AUDITOR, "patient-a", "ticket", false);
		AuditReader reader = two.reader(AUDITOR);
		assertThat(reader.content(reader.search(AuditQuery.ofRequest("a2")).get(0))).isEmpty();
		assertThat(verify(one).problem()).isNull();
		assertThat(verify(two).problem()).isNull();
	}

	@Test
	void t74AMovedChainKeepsItsBytesAndGoesOn() {
		LedgerDatabase h2 = new LedgerDatabase("jdbc:h2:file:" + this.folder.resolve("ledger"), "tacit", "", true);
		AuditLedgerConfig from = config().with(h2);
		String head;
		try (AuditLedger old = open(from)) {
			for (int i = 0; i < 300; i++) {
				old.append(about("patient-" + i % 3, "r" + i));
			}
			old.appendDurably(about("patient-a", "a1"));
			old.custody().hold(AUDITOR, "patient-a", "case 7", true);
			old.custody().erase(AUDITOR, "patient-1", "ticket", false);
		}
		try (LedgerStore store = from.store()) {
			head = store.read(store.records()::head).hash();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		LedgerMigration.migrate(from, database());
		AuditLedger ledger = open();
		AuditReader reader = ledger.reader(AUDITOR);
		AuditRecord migrated = reader.search(AuditQuery.ofPhase(Phase.MIGRATED, 1)).get(0);
		assertThat(migrated.facts()).contains(head);
		assertThat(reader.content(reader.search(AuditQuery.ofRequest("a1")).get(0))).isPresent();
		assertThat(verify(ledger).problem()).isNull();
		assertThatExceptionOfType(LedgerOpenException.class).isThrownBy(() -> LedgerMigration.migrate(from, database()))
			.withMessageContaining("not moved");
	}

}
