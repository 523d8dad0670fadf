/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.tacit.audit.VerificationReport.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The ledger on real H2 files. Numbers are those of the fault and tamper list. */
class AuditLedgerTest {

	private static final Actor ANNA = new Actor("anna-canary", "test", Set.of("ROLE_CLINICIAN"));

	@TempDir
	Path folder;

	private String url() {
		return "jdbc:h2:file:" + this.folder.resolve("ledger");
	}

	private AuditLedger open() {
		return AuditLedger.open(AuditLedgerConfig.of(url(), this.folder.resolve("keys")));
	}

	private static AuditEntry entry(Phase phase, String request) {
		return new AuditEntry(phase, request, null, ANNA, "conversation-canary", Map.of("model", "demo"),
				new AuditContent(Map.of("answer", "canary of " + request)));
	}

	private void tamper(String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url(), "tacit", "");
				Statement statement = connection.createStatement()) {
			assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
		}
	}

	private VerificationReport verifyStored() {
		LedgerStore store = new LedgerStore(AuditLedgerConfig.of(url(), this.folder.resolve("keys")));
		return new LedgerVerifier(store, (checked) -> {
		}).verify(LedgerStore.Head.EMPTY);
	}

	@Test
	void recordsAreReadBackAndVerify() {
		try (AuditLedger ledger = open()) {
			ledger.appendDurably(entry(Phase.INTENT, "r1"));
			Receipt receipt = ledger.appendDurably(entry(Phase.COMPLETED, "r1"));
			assertThat(receipt.sequence()).isEqualTo(2);
			AuditRecord newest = ledger.reader().ofRequest("r1").get(0);
			assertThat(newest.phase()).isEqualTo("COMPLETED");
			assertThat(ledger.reader().content(newest))
				.hasValueSatisfying((content) -> assertThat(content.get("answer")).isEqualTo("canary of r1"));
			VerificationReport report = ledger.verify((checked) -> {
			});
			assertThat(report.valid()).isTrue();
			assertThat(report.records()).isEqualTo(3);
			assertThat(report.headHash()).isEqualTo(receipt.hash());
		}
	}

	@Test
	void t01AnIntentWithoutOutcomeIsAbandonedOnce() {
		AuditLedger first = open();
		first.appendDurably(entry(Phase.INTENT, "lost"));
		first.close();
		open().close();
		try (AuditLedger third = open()) {
			assertThat(third.reader().ofRequest("lost")).extracting(AuditRecord::phase)
				.containsExactly("ABANDONED", "INTENT");
			assertThat(third.verify((checked) -> {
			}).valid()).isTrue();
		}
	}

	@Test
	void t04AKilledProcessLosesNoAcknowledgedRecord() throws Exception {
		for (int round = 0; round < 3; round++) {
			Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-cp", System.getProperty("java.class.path"), LedgerVictim.class.getName(), url(),
					this.folder.resolve("keys").toString())
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			Set<String> acknowledged = new HashSet<>();
			try (BufferedReader out = victim.inputReader()) {
				while (acknowledged.size() < 50 + 37 * round) {
					acknowledged.add(out.readLine().split(" ")[1]);
				}
				victim.destroyForcibly().waitFor();
			}
			try (AuditLedger ledger = open()) {
				Set<String> stored = new HashSet<>();
				ledger.reader().newest(Long.MAX_VALUE, 100_000).forEach((record) -> stored.add(record.recordId()));
				assertThat(stored).containsAll(acknowledged);
				assertThat(ledger.verify((checked) -> {
				}).valid()).isTrue();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "record_id = 'x'", "format = 2", "phase = 'DENIED'", "request_id = 'other'",
			"parent_id = 'other'", "time_ms = time_ms + 1", "boot_id = 'x'", "actor_ref = 'x'",
			"conversation_ref = 'x'", "facts = '{}'", "payload_hash = 'x'", "prev_hash = 'x'", "hash = 'x'",
			"chain_id = 'other'", "seq = 77" })
	void t20AChangedColumnIsFoundAndItsRecordNamed(String change) throws SQLException {
		fill();
		tamper("UPDATE tacit_audit_record SET " + change + " WHERE seq = 3");
		VerificationReport report = verifyStored();
		assertThat(report.valid()).isFalse();
		assertThat(report.brokenSequence()).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "key_id = 'x'", "nonce = X'000000000000000000000000'", "ciphertext = X'00'" })
	void t30ChangedContentIsFoundAndItsRecordNamed(String change) throws SQLException {
		fill();
		tamper("UPDATE tacit_audit_payload SET " + change
				+ " WHERE record_id = (SELECT record_id FROM tacit_audit_record WHERE seq = 3)");
		VerificationReport report = verifyStored();
		assertThat(report.problem()).isEqualTo(Problem.CONTENT_CHANGED);
		assertThat(report.brokenSequence()).isEqualTo(3);
	}

	@Test
	void t21DeletedRecordsAreFound() throws SQLException {
		fill();
		tamper("DELETE FROM tacit_audit_record WHERE seq = 2");
		assertThat(verifyStored()).returns(Problem.RECORD_MISSING, VerificationReport::problem)
			.returns(2L, VerificationReport::brokenSequence);
	}

	@Test
	void t36TruncationUnderARunningLedgerRefusesTheNextRecord() throws SQLException {
		try (AuditLedger ledger = open()) {
			Receipt last = ledger.appendDurably(entry(Phase.INTENT, "r1"));
			ledger.appendDurably(entry(Phase.COMPLETED, "r1"));
			try (LedgerStore store = new LedgerStore(AuditLedgerConfig.of(url(), this.folder.resolve("keys")))) {
				assertThat(store.head().sequence()).isEqualTo(2);
			}
			tamper("DELETE FROM tacit_audit_record WHERE seq > " + last.sequence());
			assertThatExceptionOfType(AuditUnavailableException.class)
				.isThrownBy(() -> ledger.appendDurably(entry(Phase.INTENT, "r2")));
			assertThat(ledger.status().healthy()).isFalse();
			assertThat(ledger.verify((checked) -> {
			}).problem()).isEqualTo(Problem.TRUNCATED);
		}
	}

	private void fill() {
		try (AuditLedger ledger = open()) {
			for (int i = 0; i < 5; i++) {
				ledger.appendDurably(entry(Phase.INTENT, "r" + i));
				ledger.appendDurably(entry(Phase.COMPLETED, "r" + i));
			}
		}
	}

	@Test
	void t40ManyWritersGiveOneChainWithoutGaps() {
		try (AuditLedger ledger = open()) {
			List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
			for (int i = 0; i < 800; i++) {
				receipts.add(ledger.append(entry(Phase.DENIED, "r" + i)));
			}
			assertThat(receipts.stream().map((receipt) -> receipt.join().sequence()).sorted().toList()).hasSize(800)
				.startsWith(1L)
				.endsWith(800L)
				.doesNotHaveDuplicates();
		}
	}

	@Test
	void t41ASecondProcessIsRefusedWithASentence() throws Exception {
		Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), LedgerVictim.class.getName(), url(),
				this.folder.resolve("keys").toString())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		try (BufferedReader out = victim.inputReader()) {
			assertThat(out.readLine()).isNotNull();
			assertThatExceptionOfType(LedgerOpenException.class).isThrownBy(this::open)
				.withMessageContaining("in use by another process");
		}
		finally {
			victim.destroyForcibly().waitFor();
		}
	}

	@Test
	void t52WithoutItsKeysTheLedgerDoesNotOpen() throws IOException {
		fill();
		Files.delete(this.folder.resolve("keys"));
		assertThatExceptionOfType(LedgerOpenException.class).isThrownBy(this::open).withMessageContaining("is missing");
	}

	@Test
	void t55NoClearTextIsInTheDatabaseFile() throws IOException {
		fill();
		String bytes = new String(Files.readAllBytes(this.folder.resolve("ledger.mv.db")), StandardCharsets.ISO_8859_1);
		assertThat(bytes).doesNotContain("canary");
	}

	@Test
	void aClosedLedgerRecordsNothing() {
		AuditLedger ledger = open();
		ledger.close();
		assertThatExceptionOfType(AuditUnavailableException.class)
			.isThrownBy(() -> ledger.appendDurably(entry(Phase.INTENT, "late")));
	}

}
