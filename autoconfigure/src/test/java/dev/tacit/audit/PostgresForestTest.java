/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.tacit.audit.VerificationReport.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** T42: two nodes on one PostgreSQL hold each other to their pasts. */
@ExtendWith(NeedsPostgres.class)
class PostgresForestTest extends LedgerTests {

	PostgresForestTest() {
		super(TestDatabase.POSTGRESQL);
	}

	private Path anchor(String node) {
		return this.folder.resolve(node + ".anchor");
	}

	private AuditLedgerConfig node(String name, Path anchor) {
		return node(name, new FileAnchor(anchor));
	}

	private AuditLedgerConfig node(String name, Anchor... anchors) {
		return config().withChain(name)
			.with(new Checkpointing(1000, Duration.ofSeconds(60), List.of(anchors), false, null));
	}

	/** Verifies a chain with one anchor, as somebody without the process. */
	private VerificationReport verify(String chain, Path anchor) {
		return LedgerFsck.run("--url", database().url(), "--user", database().username(), "--chain", chain,
				"--key-file", this.folder.resolve("keys").toString(), "--anchor", anchor.toString());
	}

	private void twoNodes(Path anchorA, Path anchorB) {
		AuditLedger one = open(node("node-a", anchorA));
		AuditLedger two = open(node("node-b", anchorB));
		for (int i = 0; i < 10; i++) {
			one.appendDurably(about("patient-a", "a" + i));
			two.appendDurably(about("patient-b", "b" + i));
			one.checkpoint();
			two.checkpoint();
		}
		one.close();
		two.checkpoint();
		two.close();
	}

	private void truncate() throws SQLException {
		tamper("DELETE FROM tacit_audit_payload WHERE record_id IN (SELECT record_id FROM tacit_audit_record "
				+ "WHERE chain_id = 'node-a' AND seq > 5)",
				"DELETE FROM tacit_audit_record WHERE chain_id = 'node-a' AND seq > 5",
				"DELETE FROM tacit_audit_checkpoint WHERE chain_id = 'node-a' AND size > 6");
	}

	@Test
	void t42EachAnchorsWhatItSeesOfTheOther() throws Exception {
		twoNodes(anchor("a"), anchor("b"));
		assertThat(verify("node-a", anchor("a")).sentence()).startsWith("VALID");
		assertThat(verify("node-b", anchor("b")).sentence()).startsWith("VALID");
		VerificationReport byTheOther = verify("node-a", anchor("b"));
		assertThat(byTheOther.sentence()).startsWith("VALID");
		assertThat(byTheOther.anchoredSize()).isEqualTo(byTheOther.records());
		try (Stream<String> notes = new FileAnchor(anchor("b")).notes()) {
			List<SignedNote> forests = notes.map((note) -> SignedNote.parse(note).orElseThrow())
				.filter(Forest::claims)
				.toList();
			assertThat(forests).isNotEmpty()
				.allSatisfy((note) -> assertThat(Forest.parse(note))
					.hasValueSatisfying((forest) -> assertThat(forest.checkpoints()).extracting(Checkpoint::chainId)
						.containsExactly("node-a", "node-b")));
			SignedNote last = forests.get(forests.size() - 1);
			SignedNote changed = new SignedNote(last.text().replaceFirst("node-a (\\d)", "node-a 9$1"),
					last.signatures());
			assertThat(Forest.parse(changed)).as("the root covers every chain").isEmpty();
		}
	}

	@Test
	void t42ATruncatedChainIsFoundByTheOtherNodesAnchor() throws Exception {
		twoNodes(anchor("a"), anchor("b"));
		truncate();
		assertThat(verify("node-a", this.folder.resolve("lost.anchor")).valid()).isTrue();
		assertThat(verify("node-a", anchor("b")).problem()).isEqualTo(Problem.ROLLED_BACK);
		assertThat(verify("node-b", anchor("b")).valid()).isTrue();
	}

	@Test
	void t42NodesMayShareAnAnchor() {
		twoNodes(anchor("shared"), anchor("shared"));
		assertThat(verify("node-a", anchor("shared")).sentence()).startsWith("VALID");
		assertThat(verify("node-b", anchor("shared")).sentence()).startsWith("VALID");
		open(node("node-a", anchor("shared"))).close();
	}

	@Test
	void t42AnAnchorThatFailsKeepsTheForestFromNoOther() {
		AuditLedger two = open(node("node-b", anchor("b")));
		two.appendDurably(about("patient-b", "b1"));
		two.checkpoint();
		Anchor away = new SyslogAnchor(URI.create("tcp://127.0.0.1:1"), Duration.ofSeconds(5));
		open(node("node-a", away, new FileAnchor(anchor("a")))).close();
		assertThat(verify("node-b", anchor("a")).anchoredSize()).isPositive();
	}

	@Test
	void t42AnAcceptedRollbackIsAcceptedByTheOtherNodesAnchorToo() throws Exception {
		twoNodes(anchor("a"), anchor("b"));
		truncate();
		Checkpointing checkpointing = node("node-a", anchor("a")).checkpointing();
		open(config().withChain("node-a")
			.with(new Checkpointing(1000, Duration.ofSeconds(60), checkpointing.anchors(), false, "OPS-12"))).close();
		assertThat(verify("node-a", anchor("a")).sentence()).startsWith("VALID");
		assertThat(verify("node-a", anchor("b")).sentence()).as("knows what was lost only").startsWith("VALID");
		open(node("node-b", anchor("b"))).close();
		VerificationReport report = verify("node-a", anchor("b"));
		assertThat(report.sentence()).startsWith("VALID");
		assertThat(report.anchoredSize()).isEqualTo(report.records());
	}

}
