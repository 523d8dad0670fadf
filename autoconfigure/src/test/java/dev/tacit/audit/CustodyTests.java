/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipFile;

import dev.tacit.audit.VerificationReport.Problem;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Checkpoints, keys, erasure, retention and evidence. Numbers as in the list. */
abstract class CustodyTests extends LedgerTests {

	CustodyTests(TestDatabase kind) {
		super(kind);
	}

	private Path export(AuditLedger ledger) throws IOException {
		Path archive = this.folder.resolve("evidence.zip");
		try (OutputStream out = Files.newOutputStream(archive)) {
			ledger.reader(AUDITOR).export(AuditQuery.newest(7), true, out);
		}
		return archive;
	}

	/**
	 * Both verifiers agree on every record and on the state of its content: what is not
	 * sealed for good or pruned is disclosed.
	 */
	private static void assertProven(Path archive, long records, long sealed, long pruned) throws Exception {
		long disclosed = records - sealed - pruned;
		EvidenceVerifier.Result result = EvidenceVerifier.verify(archive, List.of());
		assertThat(result.sentence()).startsWith("VALID: " + records + " records")
			.contains(disclosed + " contents disclosed", sealed + " sealed", pruned + " pruned");
		assertThat(result.records()).isEqualTo(records);
		assertThat(GoldenVectorsTest.python(archive.toString())).isEqualTo("VALID " + records + " records: " + disclosed
				+ " disclosed, " + sealed + " sealed, " + pruned + " pruned");
	}

	@Test
	void t53AnErasedSubjectIsUnreadableAndTheChainStands() throws Exception {
		AuditLedger ledger = open();
		ledger.appendDurably(about("patient-a", "a1"));
		ledger.appendDurably(about("patient-b", "b1"));
		LedgerCustody custody = ledger.custody();
		custody.hold(AUDITOR, "patient-a", "case 7", true);
		assertProven(export(ledger), ledger.status().headSequence() + 1, 0, 0);
		assertThatExceptionOfType(ErasureRefusedException.class)
			.isThrownBy(() -> custody.erase(AUDITOR, "patient-a", "GDPR 17, ticket 1", false))
			.withMessageContaining("hold");
		custody.hold(AUDITOR, "patient-a", "case 7", false);
		custody.erase(AUDITOR, "patient-a", "GDPR 17, ticket 1", false);
		custody.erase(AUDITOR, "patient-a", "GDPR 17, ticket 1", false);
		AuditReader reader = ledger.reader(AUDITOR);
		AuditRecord erased = reader.search(AuditQuery.ofRequest("a1")).get(0);
		AuditRecord kept = reader.search(AuditQuery.ofRequest("b1")).get(0);
		assertThat(reader.content(erased)).isEmpty();
		assertThat(reader.content(kept)).isPresent();
		assertThat(reader.actor(erased)).hasValue(ANNA.id());
		assertThat(reader.search(AuditQuery.ofPhase(Phase.ERASED, 10))).hasSize(2);
		assertThat(verify(ledger).problem()).isNull();
		assertProven(export(ledger), ledger.status().headSequence() + 1, 1, 0);
	}

	@Test
	void t50AndT51AfterARotationEverythingIsReadAndVerified() throws Exception {
		AuditLedger first = open();
		first.appendDurably(about("patient-a", "a1"));
		first.checkpoint();
		String trusted = first.keys().verifying().get(0).toString();
		first.custody().rotateKeys(AUDITOR);
		first.appendDurably(about("patient-a", "a2"));
		first.close();
		AuditLedger ledger = open();
		AuditReader reader = ledger.reader(AUDITOR);
		AuditQuery ofPatient = new AuditQuery(null, null, null, "patient-a", null, null, null, Map.of(), Long.MAX_VALUE,
				10);
		assertThat(reader.search(ofPatient)).extracting(AuditRecord::requestId).containsExactly("a2", "a1");
		reader.search(ofPatient).forEach((record) -> assertThat(reader.content(record)).isPresent());
		assertThat(verify(ledger).problem()).isNull();
		assertThat(ledger.keys().verifying()).hasSize(2);
		Path archive = export(ledger);
		assertProven(archive, ledger.status().headSequence() + 1, 0, 0);
		assertThat(EvidenceVerifier.verify(archive, List.of(trusted)).sentence()).startsWith("VALID");
		assertThat(GoldenVectorsTest.python(archive.toString(), trusted)).startsWith("VALID");
		String stranger = SigningKey.generate().verifying().toString();
		assertThat(EvidenceVerifier.verify(archive, List.of(stranger)).sentence()).contains("not signed by a trusted");
		assertThat(GoldenVectorsTest.python(archive.toString(), stranger)).contains("not signed by a trusted");
	}

	@Test
	void t51ARotationThatDiedAtItsBeginningIsFinishedAndItsKeyAnnounced() throws Exception {
		String trusted;
		try (AuditLedger ledger = open()) {
			ledger.appendDurably(about("patient-a", "a1"));
			trusted = ledger.keys().verifying().get(0).toString();
			for (KeyRing.Kind kind : KeyRing.Kind.values()) {
				ledger.keys().add(kind);
			}
		}
		assertRotated(trusted);
	}

	@Test
	void t51ARotationThatDiedAtItsEndIsFinished() throws Exception {
		String trusted;
		try (AuditLedger ledger = open()) {
			ledger.appendDurably(about("patient-a", "a1"));
			trusted = ledger.keys().verifying().get(0).toString();
			ledger.custody().rotateKeys(AUDITOR);
		}
		byte[] unfinished = Files.readAllBytes(this.folder.resolve("keys"));
		open().close();
		Files.write(this.folder.resolve("keys"), unfinished);
		assertRotated(trusted);
	}

	private void assertRotated(String trusted) throws Exception {
		AuditLedger ledger = open();
		assertThat(ledger.keys().rotating()).isFalse();
		AuditReader reader = ledger.reader(AUDITOR);
		AuditQuery ofPatient = new AuditQuery(null, null, null, "patient-a", null, null, null, Map.of(), Long.MAX_VALUE,
				10);
		assertThat(reader.search(ofPatient)).hasSize(1)
			.allSatisfy((record) -> assertThat(reader.content(record)).isPresent());
		assertThat(verify(ledger).problem()).isNull();
		Path archive = export(ledger);
		assertThat(EvidenceVerifier.verify(archive, List.of(trusted)).sentence()).startsWith("VALID");
		assertThat(GoldenVectorsTest.python(archive.toString(), trusted)).startsWith("VALID");
	}

	@Test
	void t58ContentAndHeadersArePrunedUnderAManifest() throws Exception {
		Instant now = Instant.parse("2026-11-24T12:00:00Z");
		AuditLedgerConfig then = config().with(Clock.fixed(now.minus(Duration.ofDays(8 * 366)), ZoneOffset.UTC));
		try (AuditLedger old = open(then)) {
			old.appendDurably(about("held", "held"));
			for (int i = 0; i < 300; i++) {
				old.append(about("patient-" + i % 3, "old" + i));
			}
			old.checkpoint();
			old.custody().hold(AUDITOR, "held", "case 7", true);
		}
		AuditLedger ledger = open(config().with(Clock.fixed(now, ZoneOffset.UTC)));
		ledger.appendDurably(about("patient-0", "young"));
		LedgerCustody custody = ledger.custody();
		custody.pruneContent(AUDITOR, RetentionPolicy.MEDICAL);
		custody.pruneContent(AUDITOR, RetentionPolicy.MEDICAL);
		AuditReader reader = ledger.reader(AUDITOR);
		assertThat(reader.content(reader.search(AuditQuery.ofRequest("young")).get(0))).isPresent();
		assertThat(reader.content(reader.search(AuditQuery.ofRequest("held")).get(0))).isPresent();
		assertThat(reader.content(reader.search(AuditQuery.ofRequest("old7")).get(0))).isEmpty();
		VerificationReport report = verify(ledger);
		assertThat(report.problem()).isNull();
		assertThat(report.prunedContent()).isEqualTo(300);
		Path archive = export(ledger);
		// The one that is held is among the disclosed ones.
		assertProven(archive, ledger.status().headSequence() + 1, 0, 300);
		Path changed = ZipEdit.change(archive, EvidenceExport.MANIFESTS, this.folder.resolve("changed.zip"));
		assertThat(EvidenceVerifier.verify(changed, List.of()).sentence()).contains("no manifest says why");
		assertThat(GoldenVectorsTest.python(changed.toString())).doesNotContain("VALID");
		custody.pruneHeaders(AUDITOR);
		assertThat(reader.search(AuditQuery.ofRequest("held"))).as("its content is held").hasSize(1);
		tamper("UPDATE tacit_audit_manifest SET note = REPLACE(note, 'medical', 'finance')");
		assertThat(verify(ledger).problem()).isEqualTo(Problem.MANIFEST_CHANGED);
	}

	@Test
	void t58HeadersOfWholeBlocksArePrunedAndTheRestVerifies() throws Exception {
		Instant now = Instant.parse("2026-11-24T12:00:00Z");
		AuditLedgerConfig then = config().with(Clock.fixed(now.minus(Duration.ofDays(8 * 366)), ZoneOffset.UTC));
		try (AuditLedger old = open(then
			.with(new Checkpointing(100, Duration.ofSeconds(60), then.checkpointing().anchors(), false, null)))) {
			for (int i = 0; i < 700; i++) {
				old.append(new AuditEntry(Phase.DENIED, "old" + i, null, ANNA, null, null, RetentionPolicy.MEDICAL,
						Map.of(), null));
			}
			old.checkpoint();
		}
		AuditLedger ledger = open(config().with(Clock.fixed(now, ZoneOffset.UTC)));
		ledger.custody().pruneHeaders(AUDITOR);
		AuditReader reader = ledger.reader(AUDITOR);
		assertThat(reader.search(AuditQuery.ofRequest("old0"))).as("its content is still there").hasSize(1);
		ledger.custody().pruneContent(AUDITOR, RetentionPolicy.MEDICAL);
		ledger.custody().pruneContent(AUDITOR, RetentionPolicy.SYSTEM);
		ledger.custody().pruneHeaders(AUDITOR);
		ledger.custody().pruneHeaders(AUDITOR);
		assertThat(reader.search(AuditQuery.ofRequest("old500"))).isEmpty();
		assertThat(reader.search(AuditQuery.ofRequest("old512"))).hasSize(1);
		assertThat(verify(ledger).problem()).isNull();
		ledger.close();
		AuditLedger again = open(config().with(Clock.fixed(now, ZoneOffset.UTC)));
		assertThat(verify(again).problem()).isNull();
		assertThat(again.verifyRecent((checked) -> {
		}).problem()).isNull();
		assertProven(export(again), again.status().headSequence() + 1 - 512, 0, verify(again).prunedContent());
		tamper("DELETE FROM tacit_audit_manifest WHERE number = (SELECT MAX(number) FROM tacit_audit_manifest)");
		assertThat(verify(again).problem()).isEqualTo(Problem.RECORD_MISSING);
	}

	@Test
	void t54AnErasureDuringARequestLeavesADefinedOutcome() {
		AuditLedger ledger = open();
		ledger.appendDurably(entry(Phase.INTENT, "r1"));
		ledger.custody().erase(AUDITOR, "patient-canary", "ticket", false);
		ledger.appendDurably(entry(Phase.COMPLETED, "r1"));
		AuditReader reader = ledger.reader(AUDITOR);
		List<AuditRecord> records = reader.search(AuditQuery.ofRequest("r1"));
		assertThat(records).extracting(AuditRecord::phase).containsExactly("COMPLETED", "INTENT");
		assertThat(reader.content(records.get(1))).isEmpty();
		assertThat(reader.content(records.get(0))).isPresent();
		assertThat(records.get(0).subjectRef()).isNotEqualTo(records.get(1).subjectRef());
	}

	@Test
	void t24AChainRecomputedWithoutTheKeysIsFound() throws SQLException {
		fill();
		LedgerStore store = config().store();
		List<StoredRecord> headers = store.read((connection) -> store.records().headers(connection, 8, 100));
		String previous = headers.get(0).record().previousHash();
		for (StoredRecord stored : headers) {
			AuditRecord r = stored.record();
			AuditRecord forged = new AuditRecord(r.format(), r.chainId(), r.sequence(), r.recordId(), r.phase(),
					r.requestId(), r.parentId(), r.timeMillis() + 1, r.bootId(), r.actorRef(), r.subjectRef(),
					r.conversationRef(), r.retention(), r.facts(), r.commitment(), r.payloadHash(), previous);
			tamper("UPDATE tacit_audit_record SET time_ms = time_ms + 1, prev_hash = '" + previous + "', hash = '"
					+ forged.hash() + "' WHERE seq = " + r.sequence());
			previous = forged.hash();
		}
		assertThat(verifyStored()).returns(Problem.RECORD_FORGED, VerificationReport::problem)
			.returns(8L, VerificationReport::brokenSequence);
		List<VerifyingKey> keys = LedgerKeys.open(this.folder.resolve("keys"), false, null).verifying();
		assertThat(new LedgerVerifier(config().store(), keys, null, List.of(), (checked) -> {
		}).verify(RecordTable.Head.EMPTY).problem()).as("with public keys only").isEqualTo(Problem.REWRITTEN);
		assertThatExceptionOfType(LedgerOpenException.class).isThrownBy(this::open);
	}

	@Test
	void t25AChainRewrittenWithTheStolenKeysIsFoundByTheAnchor() throws Exception {
		fill();
		Path anchor = this.folder.resolve("keys.anchor");
		byte[] remembered = Files.readAllBytes(anchor);
		Files.delete(anchor);
		for (String table : List.of("record", "payload", "checkpoint", "key", "node")) {
			tamper("DELETE FROM tacit_audit_" + table + (table.equals("node") ? " WHERE 1 = 1 OR level = 8" : ""));
			if (table.equals("key")) {
				break;
			}
		}
		try (AuditLedger forger = open()) {
			for (int i = 0; i < 20; i++) {
				forger.appendDurably(entry(Phase.DENIED, "forged" + i));
			}
		}
		Files.write(anchor, remembered);
		assertThat(verifyStored().problem()).isEqualTo(Problem.REWRITTEN);
		assertThatExceptionOfType(LedgerOpenException.class).isThrownBy(this::open).withMessageContaining("rewritten");
	}

	@Test
	void t28ARestoredBackupIsARollbackUntilAnOperatorAcceptsIt() throws SQLException {
		fill();
		tamper("DELETE FROM tacit_audit_record WHERE seq > 4", "DELETE FROM tacit_audit_checkpoint WHERE size > 5");
		assertThatExceptionOfType(LedgerOpenException.class).isThrownBy(this::open).withMessageContaining("ROLLBACK");
		AuditLedgerConfig config = config();
		AuditLedger ledger = open(config
			.with(new Checkpointing(1000, Duration.ofSeconds(60), config.checkpointing().anchors(), false, "OPS-12")));
		assertThat(verify(ledger).problem()).isNull();
		AuditRecord epoch = ledger.reader(AUDITOR).search(AuditQuery.ofPhase(Phase.EPOCH, 1)).get(0);
		assertThat(epoch.facts()).contains("OPS-12").contains("anchoredSize");
		ledger.close();
		open().close();
		assertThat(verifyStored().problem()).isNull();
	}

	@Test
	void t29AChangedOrForeignCheckpointIsFound() throws SQLException {
		fill();
		LedgerStore store = config().store();
		CheckpointTable.Row row = store.read(store.checkpoints()::last).orElseThrow();
		String text = SignedNote.parse(row.note()).orElseThrow().text();
		String resigned = SignedNote.sign(text, List.of(SigningKey.generate())).toString();
		tamper("UPDATE tacit_audit_checkpoint SET note = '" + resigned + "' WHERE number = " + row.number());
		assertThat(verifyStored().problem()).isEqualTo(Problem.CHECKPOINT_RESIGNED);
		tamper("DELETE FROM tacit_audit_checkpoint WHERE number = " + row.number());
		assertThat(verifyStored().problem()).isEqualTo(Problem.CHECKPOINT_MISSING);
	}

	@Test
	void t31AChangedAnchorIsReported() throws IOException {
		fill();
		Path anchor = this.folder.resolve("keys.anchor");
		String text = Files.readString(anchor);
		Files.writeString(anchor, text.replaceFirst("time (\\d)", "time 9"));
		assertThat(verifyStored().problem()).isEqualTo(Problem.ANCHOR_CHANGED);
		Files.writeString(anchor, text.substring(0, text.length() - 30));
		assertThat(verifyStored().problem()).isEqualTo(Problem.ANCHOR_CHANGED);
		Files.write(anchor, new byte[] { 0, -1, 10, 10, 10, 42 });
		assertThat(verifyStored().problem()).isEqualTo(Problem.ANCHOR_CHANGED);
	}

	@Test
	void t72AChangedArchiveIsRefused() throws Exception {
		AuditLedger ledger = open();
		ledger.appendDurably(about("patient-a", "a1"));
		Path archive = export(ledger);
		assertProven(archive, ledger.status().headSequence() + 1, 0, 0);
		for (String name : List.of(EvidenceExport.RECORDS, EvidenceExport.CHECKPOINT)) {
			Path changed = ZipEdit.change(archive, name, this.folder.resolve("changed.zip"));
			assertThat(EvidenceVerifier.verify(changed, List.of()).sentence()).as(name).startsWith("BROKEN");
			assertThat(GoldenVectorsTest.python(changed.toString())).as(name).doesNotContain("VALID");
		}
		try (ZipFile zip = new ZipFile(archive.toFile())) {
			String page = new String(zip.getInputStream(zip.getEntry("index.html")).readAllBytes(),
					StandardCharsets.UTF_8);
			assertThat(page).contains("canary of patient-a").contains("EXPORTED");
		}
	}

	@Test
	void t61HostileTextsAreEscapedInEveryExport() throws Exception {
		String hostile = "\r\n{\"fake\":1}\u001b[31m<script>alert(1)</script>${jndi:ldap://x}=cmd\u0000\ud800";
		AuditLedger ledger = open();
		ledger.appendDurably(new AuditEntry(Phase.DENIED, "hostile", null, new Actor(hostile, hostile, Set.of()),
				hostile, hostile, "default", Map.of("model", hostile), new AuditContent(Map.of("answer", hostile))));
		Path archive = export(ledger);
		assertProven(archive, ledger.status().headSequence() + 1, 0, 0);
		assertThat(verify(ledger).problem()).isNull();
		try (ZipFile zip = new ZipFile(archive.toFile())) {
			for (String name : List.of("index.html", "ocsf.jsonl", EvidenceExport.RECORDS)) {
				String text = new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
				assertThat(text).as(name).doesNotContain("\u001b").doesNotContain("\r");
				assertThat(name.equals("index.html") && text.contains("<script>")).isFalse();
				assertThat(name.equals("index.html") || text.lines().allMatch((line) -> line.startsWith("{\"")))
					.isTrue();
			}
		}
	}

}
