/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import dev.tacit.audit.VerificationReport.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Recording and verifying. Numbers are those of the fault and tamper list. */
abstract class ChainTests extends LedgerTests {

	ChainTests(TestDatabase kind) {
		super(kind);
	}

	@Test
	void aVerificationThatNobodyWaitsForEndsAndCountsForNothing() {
		AuditLedger ledger = open();
		ledger.appendDurably(entry(Phase.DENIED, "r1"));
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> ledger.verify((checked) -> {
			throw new CancellationException();
		}));
		assertThat(ledger.status().verifications()).isZero();
		assertThat(verify(ledger).valid()).isTrue();
	}

	@Test
	void recordsAreReadBackAndVerify() {
		AuditLedger ledger = open();
		ledger.appendDurably(entry(Phase.INTENT, "r1"));
		Receipt receipt = ledger.appendDurably(entry(Phase.COMPLETED, "r1"));
		AuditReader reader = ledger.reader(AUDITOR);
		List<AuditRecord> records = reader.search(AuditQuery.ofRequest("r1"));
		assertThat(records).extracting(AuditRecord::phase).containsExactly("COMPLETED", "INTENT");
		assertThat(records.get(0).hash()).isEqualTo(receipt.hash());
		assertThat(reader.content(records.get(0)))
			.hasValueSatisfying((content) -> assertThat(content.get("answer")).isEqualTo("canary of r1"));
		assertThat(reader.actor(records.get(0))).hasValue(ANNA.id());
		VerificationReport report = verify(ledger);
		assertThat(report.problem()).isNull();
		assertThat(report.checkpoints()).isPositive();
		assertThat(report.records()).isEqualTo(5);
	}

	@Test
	void t01AnIntentWithoutOutcomeIsAbandonedOnce() {
		try (AuditLedger first = open()) {
			first.appendDurably(entry(Phase.INTENT, "lost"));
		}
		open().close();
		AuditLedger third = open();
		assertThat(phases(third, "lost")).containsExactly("ABANDONED", "INTENT");
		assertThat(verify(third).problem()).isNull();
	}

	@Test
	void t20AChangedColumnIsFoundAndItsRecordNamed() throws SQLException {
		fill();
		LedgerStore store = config().store();
		StoredRecord row = store.read((connection) -> store.records().headers(connection, 3, 1)).get(0);
		tamper("CREATE TABLE saved AS SELECT * FROM tacit_audit_record WHERE seq = 3");
		for (String change : List.of("record_id = 'x'", "format = 2", "phase = 'DENIED'", "request_id = 'other'",
				"parent_id = 'other'", "parent_id = ''", "time_ms = time_ms + 1", "boot_id = 'x'", "actor_ref = 'x'",
				"subject_ref = 'x'", "conversation_ref = 'x'", "conversation_ref = NULL", "retention = 'x'",
				"facts = '{}'", "facts = facts || ' '", "commitment = 'x'", "payload_hash = 'x'", "prev_hash = 'x'",
				"hash = 'x'", "seal = 'x'", "chain_id = 'other'", "seq = 77")) {
			tamper("UPDATE tacit_audit_record SET " + change + " WHERE seq = 3");
			assertThat(verifyStored()).as(change).returns(3L, VerificationReport::brokenSequence);
			// One column was changed, so one of these two still names the row.
			tamper("DELETE FROM tacit_audit_record WHERE record_id = '" + row.record().recordId() + "' OR hash = '"
					+ row.hash() + "'", "INSERT INTO tacit_audit_record SELECT * FROM saved");
		}
		assertThat(verifyStored().problem()).as("everything is back").isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "UPDATE tacit_audit_checkpoint SET size = size + 1 WHERE number = 0",
			"UPDATE tacit_audit_checkpoint SET number = 77 WHERE number = 0",
			"UPDATE tacit_audit_checkpoint SET chain_id = 'x' WHERE number = 0",
			"UPDATE tacit_audit_checkpoint SET note = REPLACE(note, 'epoch 0', 'epoch 1') WHERE number = 0",
			"UPDATE tacit_audit_checkpoint SET note = 'x' WHERE number = 0",
			"UPDATE tacit_audit_key SET lookup = 'x' WHERE kind = 'SUBJECT'AND owner = '' AND chain_id = 'main' "
					+ "AND alias = (SELECT MAX(alias) FROM tacit_audit_key WHERE kind = 'SUBJECT')",
			"UPDATE tacit_audit_key SET kind = 'ACTOR' WHERE alias = (SELECT MAX(alias) FROM tacit_audit_key "
					+ "WHERE kind = 'SUBJECT')",
			"UPDATE tacit_audit_key SET owner = 'x' WHERE alias = (SELECT MAX(alias) FROM tacit_audit_key)",
			"UPDATE tacit_audit_key SET kek_id = 'x' WHERE alias = (SELECT MAX(alias) FROM tacit_audit_key)",
			"UPDATE tacit_audit_key SET alias = 'x' WHERE alias = (SELECT MAX(alias) FROM tacit_audit_key "
					+ "WHERE kind = 'SUBJECT')",
			"DELETE FROM tacit_audit_key WHERE alias = (SELECT MAX(alias) FROM tacit_audit_key "
					+ "WHERE kind = 'SUBJECT')" })
	void t20AChangeBesideTheChainIsFound(String change) throws SQLException {
		fill();
		tamper(change);
		assertThat(verifyStored().problem()).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 5, 10 })
	void t21ADeletedRecordIsFound(int sequence) throws SQLException {
		fill();
		tamper("DELETE FROM tacit_audit_record WHERE seq = " + sequence);
		assertThat(verifyStored()).returns(Problem.RECORD_MISSING, VerificationReport::problem)
			.returns((long) sequence, VerificationReport::brokenSequence);
	}

	@Test
	void t22SwappedRecordsAreFound() throws SQLException {
		fill();
		tamper("UPDATE tacit_audit_record SET seq = 1000 WHERE seq = 3",
				"UPDATE tacit_audit_record SET seq = 3 WHERE seq = 6",
				"UPDATE tacit_audit_record SET seq = 6 WHERE seq = 1000");
		assertThat(verifyStored()).returns(Problem.RECORD_SWAPPED, VerificationReport::problem)
			.returns(3L, VerificationReport::brokenSequence);
	}

	@Test
	void t23ATruncatedTailIsFoundByTheAnchor() throws SQLException {
		fill();
		tamper("DELETE FROM tacit_audit_record WHERE seq > 4");
		assertThat(verifyStored()).returns(Problem.TRUNCATED, VerificationReport::problem)
			.returns(5L, VerificationReport::brokenSequence);
		tamper("DELETE FROM tacit_audit_checkpoint WHERE size > 5");
		assertThat(verifyStored()).returns(Problem.ROLLED_BACK, VerificationReport::problem);
		assertThatExceptionOfType(LedgerOpenException.class).isThrownBy(this::open)
			.withMessageContaining("ROLLBACK")
			.withMessageContaining("tacit.audit.accept-rollback");
	}

	@Test
	void t26AnInsertedRecordIsFound() throws SQLException {
		fill();
		String columns = RecordTable.COLUMNS.replace("r.", "");
		tamper("INSERT INTO tacit_audit_record (" + columns + ") SELECT "
				+ columns.replace("seq", "-5").replace("record_id", "'x'").replace("prev_hash", "'y'")
				+ " FROM tacit_audit_record WHERE seq = 2");
		assertThat(verifyStored()).returns(Problem.RECORD_INSERTED, VerificationReport::problem)
			.returns(-5L, VerificationReport::brokenSequence);
	}

	@ParameterizedTest
	@ValueSource(strings = { "key_id = 'x'", "nonce = nonce_of_4", "ciphertext = ciphertext_of_4" })
	void t30ChangedContentIsFoundAndItsRecordNamed(String change) throws SQLException {
		fill();
		String other = "(SELECT p.%s FROM tacit_audit_payload p WHERE p.record_id = "
				+ "(SELECT record_id FROM tacit_audit_record WHERE seq = 4))";
		tamper("UPDATE tacit_audit_payload SET "
				+ change.replace("nonce_of_4", other.formatted("nonce"))
					.replace("ciphertext_of_4", other.formatted("ciphertext"))
				+ " WHERE record_id = (SELECT record_id FROM tacit_audit_record WHERE seq = 3)");
		assertThat(verifyStored()).returns(Problem.CONTENT_CHANGED, VerificationReport::problem)
			.returns(3L, VerificationReport::brokenSequence);
	}

	@Test
	void t30MovedAndRemovedContentIsFound() throws SQLException {
		fill();
		String record = "(SELECT record_id FROM tacit_audit_record WHERE seq = %d)";
		tamper("UPDATE tacit_audit_payload SET record_id = 'aside' WHERE record_id = " + record.formatted(3),
				"UPDATE tacit_audit_payload SET record_id = " + record.formatted(3) + " WHERE record_id = "
						+ record.formatted(5));
		assertThat(verifyStored()).returns(Problem.CONTENT_MOVED, VerificationReport::problem)
			.returns(3L, VerificationReport::brokenSequence);
		tamper("DELETE FROM tacit_audit_payload WHERE record_id = " + record.formatted(2));
		assertThat(verifyStored()).returns(Problem.CONTENT_MISSING, VerificationReport::problem)
			.returns(2L, VerificationReport::brokenSequence);
	}

	@Test
	void t36TruncationUnderARunningLedgerRefusesTheNextRecord() throws SQLException {
		AuditLedger ledger = open();
		Receipt last = ledger.appendDurably(entry(Phase.INTENT, "r1"));
		ledger.appendDurably(entry(Phase.COMPLETED, "r1"));
		tamper("DELETE FROM tacit_audit_record WHERE seq > " + last.sequence());
		assertThatExceptionOfType(AuditUnavailableException.class)
			.isThrownBy(() -> ledger.appendDurably(entry(Phase.INTENT, "r2")));
		assertThat(ledger.status().healthy()).isFalse();
		assertThat(verify(ledger).problem()).isEqualTo(Problem.TRUNCATED);
	}

	@Test
	void t40ManyWritersGiveOneChainWithoutGaps() {
		AuditLedger ledger = open();
		List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
		for (int i = 0; i < 800; i++) {
			receipts.add(ledger.append(entry(Phase.DENIED, "r" + i)));
		}
		assertThat(receipts.stream().map((receipt) -> receipt.join().sequence()).sorted().toList()).hasSize(800)
			.startsWith(1L)
			.endsWith(800L)
			.doesNotHaveDuplicates();
		assertThat(verify(ledger).problem()).isNull();
	}

	@Test
	void t41ASecondProcessIsRefusedWithASentence() throws Exception {
		Process victim = victim();
		try (BufferedReader out = victim.inputReader()) {
			assertThat(out.readLine()).isNotNull();
			assertThatExceptionOfType(LedgerOpenException.class).isThrownBy(this::open)
				.withMessageContaining("in use by another process");
		}
		finally {
			victim.destroyForcibly().waitFor();
		}
	}

	static boolean held(AuditLedger ledger, String recordId) throws SQLException {
		LedgerStore store = ledger.store();
		return store.read((connection) -> store.records().holds(connection, recordId));
	}

	Process victim() throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), LedgerVictim.class.getName(), database().url(),
				this.folder.resolve("keys").toString())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	@Test
	void t52WithoutItsKeysTheLedgerDoesNotOpenAndTheChainStillVerifies() throws IOException {
		fill();
		List<VerifyingKey> trusted = LedgerKeys.open(this.folder.resolve("keys"), false, null).verifying();
		Files.move(this.folder.resolve("keys"), this.folder.resolve("aside"));
		assertThatExceptionOfType(LedgerOpenException.class).isThrownBy(this::open)
			.withMessageContaining("is missing")
			.withMessageContaining("tacit.audit.key-file");
		new KeyFile(this.folder.resolve("keys")).open(true);
		assertThatExceptionOfType(LedgerOpenException.class).isThrownBy(this::open)
			.withMessageContaining("do not belong to this ledger");
		assertThat(
				new LedgerVerifier(config().store(), trusted, null, config().checkpointing().anchors(), (checked) -> {
				}).verify(RecordTable.Head.EMPTY).problem())
			.isNull();
	}

	@Test
	void aClosedLedgerRecordsNothing() {
		AuditLedger ledger = open();
		ledger.close();
		assertThatExceptionOfType(AuditUnavailableException.class)
			.isThrownBy(() -> ledger.appendDurably(entry(Phase.INTENT, "late")));
	}

	@Test
	void contentWithoutAFormIsRefusedAndCountedEvenAtBestEffort() {
		AuditLedger ledger = open(config().with(new Durability(LedgerMode.BEST_EFFORT, Duration.ofSeconds(10), 100,
				this.folder.resolve("spill"), 1 << 20)));
		AuditEntry formless = new AuditEntry(Phase.COMPLETED, "r1", null, ANNA, null, Map.of(),
				new AuditContent(Map.of("answer", new Object())));
		assertThatExceptionOfType(AuditUnavailableException.class).isThrownBy(() -> ledger.appendDurably(formless))
			.withMessageContaining("cannot hold this content");
		assertThat(ledger.status().failures()).isEqualTo(1);
		assertThat(ledger.appendDurably(entry(Phase.DENIED, "r2")).sequence()).isEqualTo(1);
	}

}
