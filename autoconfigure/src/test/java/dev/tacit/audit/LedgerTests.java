/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What the tests of a ledger share; subclasses say on which database. */
abstract class LedgerTests {

	static final Actor ANNA = new Actor("anna-canary", "test", Set.of("ROLE_CLINICIAN"));

	static final Actor AUDITOR = new Actor("auditor-canary", "test", Set.of("TACIT_AUDITOR"));

	@TempDir
	Path folder;

	private final TestDatabase kind;

	private final List<AuditLedger> opened = new ArrayList<>();

	private LedgerDatabase database = new LedgerDatabase("jdbc:h2:file:none", "", "", false);

	LedgerTests(TestDatabase kind) {
		this.kind = kind;
	}

	@BeforeEach
	void createDatabase() {
		this.database = this.kind.create(this.folder);
	}

	LedgerDatabase database() {
		return this.database;
	}

	/** A session in which nothing stands in the way of whoever tampers. */
	Connection tamperer() throws SQLException {
		Connection connection = DriverManager.getConnection(database().url(), database().username(),
				database().password());
		try (Statement statement = connection.createStatement()) {
			this.kind.disarm(statement);
		}
		return connection;
	}

	AuditLedgerConfig config() {
		// Patient: what is tested here is not how fast the machine is.
		return AuditLedgerConfig.of(database().url(), this.folder.resolve("keys"))
			.with(database())
			.with(new Durability(LedgerMode.STRICT, Duration.ofSeconds(10), 10_000, this.folder.resolve("spill"),
					1 << 20));
	}

	AuditLedger open() {
		return open(config());
	}

	AuditLedger open(AuditLedgerConfig config) {
		AuditLedger ledger = AuditLedger.open(config);
		this.opened.add(ledger);
		return ledger;
	}

	@AfterEach
	void closeAll() {
		this.opened.forEach(AuditLedger::close);
	}

	static AuditEntry entry(Phase phase, String request) {
		return new AuditEntry(phase, request, null, ANNA, "patient-canary", "conversation-canary", "default",
				Map.of("model", "demo"), new AuditContent(Map.of("answer", "canary of " + request)));
	}

	static AuditEntry about(String subject, String request) {
		return new AuditEntry(Phase.DENIED, request, null, ANNA, subject, "conversation of " + subject,
				RetentionPolicy.MEDICAL, Map.of(), new AuditContent(Map.of("answer", "canary of " + subject)));
	}

	/** Five requests with intent and outcome, between STARTED and STOPPED. */
	void fill() {
		try (AuditLedger ledger = open()) {
			for (int i = 0; i < 5; i++) {
				ledger.appendDurably(entry(Phase.INTENT, "r" + i));
				ledger.appendDurably(entry(Phase.COMPLETED, "r" + i));
			}
		}
	}

	void tamper(String... commands) throws SQLException {
		try (Connection connection = tamperer(); Statement statement = connection.createStatement()) {
			for (String sql : commands) {
				int rows = statement.executeUpdate(sql);
				assertThat(sql.startsWith("CREATE") || rows > 0).as(sql).isTrue();
			}
		}
	}

	/** Verifies as somebody who holds database, keys and anchor, without the process. */
	VerificationReport verifyStored() {
		AuditLedgerConfig config = config();
		LedgerKeys keys = LedgerKeys.open(config.keyFile(), false, null);
		return new LedgerVerifier(config.store(), keys.verifying(), keys, config.checkpointing().anchors(),
				(checked) -> {
				})
			.verify(RecordTable.Head.EMPTY);
	}

	static VerificationReport verify(AuditLedger ledger) {
		return ledger.verify((checked) -> {
		});
	}

	static List<String> phases(AuditLedger ledger, String requestId) {
		return ledger.reader(AUDITOR).search(AuditQuery.ofRequest(requestId)).stream().map(AuditRecord::phase).toList();
	}

}
