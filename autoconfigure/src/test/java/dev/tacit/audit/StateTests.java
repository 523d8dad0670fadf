/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import dev.tacit.audit.VerificationReport.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What lies beside the chain follows from the chain: also of a chain whose beginning was
 * pruned, also from the last checkpoint on, and for each chain of a database by itself.
 */
abstract class StateTests extends LedgerTests {

	private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

	StateTests(TestDatabase kind) {
		super(kind);
	}

	private AuditLedgerConfig eightYearsAgo() {
		return config().with(Clock.fixed(NOW.minus(Duration.ofDays(8 * 366)), ZoneOffset.UTC));
	}

	private AuditLedgerConfig today() {
		return config().with(Clock.fixed(NOW, ZoneOffset.UTC));
	}

	private void fillOld(AuditLedger old) {
		for (int i = 0; i < 300; i++) {
			old.append(new AuditEntry(Phase.DENIED, "old" + i, null, ANNA, null, null, RetentionPolicy.MEDICAL,
					Map.of(), null));
		}
		old.checkpoint();
	}

	private static void prune(AuditLedger ledger) {
		ledger.custody().pruneContent(AUDITOR, RetentionPolicy.MEDICAL);
		ledger.custody().pruneContent(AUDITOR, RetentionPolicy.SYSTEM);
		ledger.custody().pruneHeaders(AUDITOR);
	}

	private static VerificationReport recent(AuditLedger ledger) {
		return ledger.verifyRecent((checked) -> {
		});
	}

	private static List<String> requestsAbout(AuditLedger ledger, String subject) {
		AuditQuery query = new AuditQuery(null, null, null, subject, null, null, null, Map.of(), Long.MAX_VALUE, 10);
		return ledger.reader(AUDITOR).search(query).stream().map(AuditRecord::requestId).toList();
	}

	private static void assertOpens(AuditLedger ledger, String subject, String request) {
		assertThat(requestsAbout(ledger, subject)).containsExactly(request);
		AuditReader reader = ledger.reader(AUDITOR);
		assertThat(reader.content(reader.search(AuditQuery.ofRequest(request)).get(0))).isPresent();
		assertThat(verify(ledger).problem()).isNull();
	}

	private static boolean stored(AuditLedger ledger, String request) {
		return !ledger.reader(AUDITOR).search(AuditQuery.ofRequest(request)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			HOLD_CHANGED | DELETE FROM tacit_audit_hold
			HOLD_CHANGED | UPDATE tacit_audit_hold SET subject_ref = 'x'
			HOLD_CHANGED | INSERT INTO tacit_audit_hold VALUES ('nobody')
			HOLD_CHANGED | INSERT INTO tacit_audit_hold SELECT alias FROM tacit_audit_key WHERE kind = 'SUBJECT' \
			AND alias NOT IN (SELECT subject_ref FROM tacit_audit_hold)
			KEY_MISSING | DELETE FROM tacit_audit_key WHERE kind = 'SUBJECT' \
			AND alias NOT IN (SELECT subject_ref FROM tacit_audit_hold)
			KEY_MISSING | DELETE FROM tacit_audit_key WHERE kind = 'ACTOR'
			KEY_MISSING | DELETE FROM tacit_audit_key WHERE kind = 'CONVERSATION'
			KEY_CHANGED | UPDATE tacit_audit_key SET lookup = 'x' WHERE alias = (SELECT MAX(alias) FROM tacit_audit_key)
			""")
	void t20AChangeBesideAPrunedChainIsFoundFromTheStartAndFromTheLastCheckpoint(Problem problem, String change)
			throws SQLException {
		try (AuditLedger old = open(eightYearsAgo())) {
			fillOld(old);
		}
		AuditLedger ledger = open(today());
		prune(ledger);
		assertThat(stored(ledger, "old0")).isFalse();
		ledger.appendDurably(entry(Phase.DENIED, "young"));
		ledger.custody().hold(AUDITOR, "held", "case 7", true);
		ledger.checkpoint();
		assertThat(verify(ledger).problem()).isNull();
		assertThat(recent(ledger).problem()).isNull();
		tamper(change);
		assertThat(verify(ledger).problem()).isEqualTo(problem);
		assertThat(recent(ledger).problem()).isEqualTo(problem);
	}

	@Test
	void t26ARecordInFrontOfAPrunedChainIsFound() throws SQLException {
		try (AuditLedger old = open(eightYearsAgo())) {
			fillOld(old);
		}
		AuditLedger ledger = open(today());
		prune(ledger);
		String columns = RecordTable.COLUMNS.replace("r.", "");
		tamper("INSERT INTO tacit_audit_record (" + columns + ") SELECT "
				+ columns.replace("seq", "5").replace("record_id", "'x'").replace("prev_hash", "'y'")
				+ " FROM tacit_audit_record WHERE seq = 260");
		assertThat(verify(ledger)).returns(Problem.RECORD_INSERTED, VerificationReport::problem)
			.returns(5L, VerificationReport::brokenSequence);
	}

	@Test
	void t58TheRecordOfAHoldIsNotPrunedWhileItLasts() {
		try (AuditLedger old = open(eightYearsAgo())) {
			old.custody().hold(AUDITOR, "held", "case 7", true);
			fillOld(old);
		}
		AuditLedger ledger = open(today());
		prune(ledger);
		assertThat(stored(ledger, "old0")).isTrue();
		assertThat(verify(ledger).problem()).isNull();
		ledger.custody().hold(AUDITOR, "held", "case 7", false);
		ledger.custody().pruneHeaders(AUDITOR);
		assertThat(stored(ledger, "old0")).isFalse();
		assertThat(verify(ledger).problem()).isNull();
		assertThat(recent(ledger).problem()).isNull();
	}

	@Test
	void t58TheRecordOfAnErasureIsNotPrunedWhileAnotherChainShowsIt() {
		AuditLedger other = open(today().withChain("other"));
		other.appendDurably(about("patient-a", "b1"));
		try (AuditLedger old = open(eightYearsAgo())) {
			old.custody().erase(AUDITOR, "patient-a", "ticket", false);
			fillOld(old);
		}
		AuditLedger ledger = open(today());
		prune(ledger);
		assertThat(stored(ledger, "old0")).isTrue();
		assertThat(verify(ledger).problem()).isNull();
		assertThat(verify(other).problem()).isNull();
	}

	@Test
	void t58AHoldThatAnotherChainRecordedHoldsToo() {
		try (AuditLedger old = open(eightYearsAgo())) {
			old.appendDurably(about("patient-a", "held"));
			old.appendDurably(about("patient-b", "free"));
		}
		AuditLedger other = open(today().withChain("other"));
		other.custody().hold(AUDITOR, "patient-a", "case 7", true);
		AuditLedger ledger = open(today());
		ledger.custody().pruneContent(AUDITOR, RetentionPolicy.MEDICAL);
		AuditReader reader = ledger.reader(AUDITOR);
		assertThat(reader.content(reader.search(AuditQuery.ofRequest("held")).get(0))).isPresent();
		assertThat(reader.content(reader.search(AuditQuery.ofRequest("free")).get(0))).isEmpty();
		assertThat(verify(ledger).problem()).isNull();
		assertThat(verify(other).problem()).isNull();
	}

	@Test
	void t30AnErasureThatIsInNoSealedRecordExplainsNothing() throws SQLException {
		AuditLedger ledger = open();
		ledger.appendDurably(about("patient-a", "a1"));
		tamper("INSERT INTO tacit_audit_record (" + RecordTable.COLUMNS.replace("r.", "")
				+ ") SELECT format, 'forged', "
				+ "0, 'x', 'ERASED', request_id, parent_id, time_ms, boot_id, actor_ref, subject_ref, "
				+ "conversation_ref, retention, '{\"references\":\"' || subject_ref || '\"}', commitment, payload_hash, "
				+ "prev_hash, hash, seal FROM tacit_audit_record WHERE request_id = 'a1'",
				"DELETE FROM tacit_audit_key WHERE alias = (SELECT subject_ref FROM tacit_audit_record "
						+ "WHERE request_id = 'a1' AND chain_id = 'main')");
		assertThat(verify(ledger).problem()).isEqualTo(Problem.KEY_MISSING);
	}

	@Test
	void t20AForgedStateRecordBeforeTheLastCheckpointIsNamed() throws SQLException {
		AuditLedger ledger = open();
		Receipt held = ledger.custody().hold(AUDITOR, "held", "case 7", true);
		ledger.checkpoint();
		tamper("UPDATE tacit_audit_record SET phase = 'RELEASED' WHERE seq = " + held.sequence(),
				"DELETE FROM tacit_audit_hold");
		assertThat(recent(ledger)).returns(Problem.RECORD_CHANGED, VerificationReport::problem)
			.returns(held.sequence(), VerificationReport::brokenSequence);
	}

	@Test
	void t30AManifestThatARecordNamesIsMissed() throws SQLException {
		AuditLedger ledger = open();
		ledger.custody().pruneContent(AUDITOR, RetentionPolicy.MEDICAL);
		ledger.checkpoint();
		tamper("DELETE FROM tacit_audit_manifest");
		assertThat(verify(ledger).problem()).isEqualTo(Problem.MANIFEST_CHANGED);
		assertThat(recent(ledger).problem()).isEqualTo(Problem.MANIFEST_CHANGED);
	}

	@Test
	void t68ChainsOfOneDatabaseShowNothingOfEachOther() throws Exception {
		AuditLedger one = open(config().withChain("tenant-a"));
		AuditLedger two = open(config().withChain("tenant-b"));
		one.appendDurably(about("patient-a", "a1"));
		two.appendDurably(about("patient-a", "b1"));
		AuditReader reader = one.reader(AUDITOR);
		AuditRecord theirs = two.reader(AUDITOR).search(AuditQuery.ofRequest("b1")).get(0);
		AuditRecord ours = reader.search(AuditQuery.ofRequest("a1")).get(0);
		assertThat(ours.sequence()).isEqualTo(theirs.sequence());
		assertThat(reader.content(ours).orElseThrow().get("subject")).isEqualTo("patient-a");
		assertThat(reader.content(theirs)).isEmpty();
		assertThat(reader.actor(theirs)).isEmpty();
		assertThat(two.reader(AUDITOR).content(theirs)).isPresent();
		assertThat(requestsAbout(one, "patient-a")).containsExactly("a1");
		assertThat(reader.search(AuditQuery.ofRequest("b1"))).isEmpty();
		// A record of ours that somebody relabelled does not open theirs either.
		AuditRecord relabelled = new AuditRecord(theirs.format(), ours.chainId(), theirs.sequence(), theirs.recordId(),
				theirs.phase(), theirs.requestId(), theirs.parentId(), theirs.timeMillis(), theirs.bootId(),
				theirs.actorRef(), theirs.subjectRef(), theirs.conversationRef(), theirs.retention(), theirs.facts(),
				theirs.commitment(), theirs.payloadHash(), theirs.previousHash());
		assertThat(reader.content(relabelled)).isEmpty();
		assertThat(reader.actor(relabelled)).isEmpty();
		assertThat(List.of(verify(one).valid(), verify(two).valid())).containsOnly(true);
	}

	@Test
	void t50KeysThatAnotherChainUsesTooAreNotRotated() {
		AuditLedger other = open(config().withChain("other"));
		other.appendDurably(about("patient-a", "b1"));
		AuditLedger ledger = open();
		ledger.appendDurably(about("patient-a", "a1"));
		assertThatIllegalStateException().isThrownBy(() -> ledger.custody().rotateKeys(AUDITOR))
			.withMessageContaining("tacit.audit.key-file");
		ledger.close();
		other.close();
		assertOpens(open(), "patient-a", "a1");
		assertOpens(open(config().withChain("other")), "patient-a", "b1");
	}

	@Test
	void t50AChainWithItsOwnKeyFileRotatesBesideAnother() {
		AuditLedgerConfig config = config();
		AuditLedgerConfig beside = new AuditLedgerConfig(config.database(), this.folder.resolve("other"), null, "other",
				config.durability(), config.checkpointing(), config.retention(), config.clock());
		AuditLedger other = open(beside);
		other.appendDurably(about("patient-a", "b1"));
		AuditLedger ledger = open();
		ledger.appendDurably(about("patient-a", "a1"));
		ledger.custody().rotateKeys(AUDITOR);
		ledger.close();
		other.close();
		assertOpens(open(), "patient-a", "a1");
		assertOpens(open(beside), "patient-a", "b1");
	}

	@Test
	void t50AChainThatOpensBeforeARotationIsFinishedTakesNoKeyFromTheOther() {
		AuditLedger ledger = open();
		ledger.appendDurably(about("patient-a", "a1"));
		ledger.custody().rotateKeys(AUDITOR);
		AuditLedger other = open(config().withChain("other"));
		other.appendDurably(about("patient-a", "b1"));
		ledger.close();
		other.close();
		assertOpens(open(), "patient-a", "a1");
		assertOpens(open(config().withChain("other")), "patient-a", "b1");
	}

}
