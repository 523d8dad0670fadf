/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.file.Path;
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
		return config().withChain(name)
			.with(new Checkpointing(1000, Duration.ofSeconds(60), List.of(new FileAnchor(anchor)), false, null));
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
		tamper("DELETE FROM tacit_audit_payload WHERE record_id IN (SELECT record_id FROM tacit_audit_record "
				+ "WHERE chain_id = 'node-a' AND seq > 5)",
				"DELETE FROM tacit_audit_record WHERE chain_id = 'node-a' AND seq > 5",
				"DELETE FROM tacit_audit_checkpoint WHERE chain_id = 'node-a' AND size > 6");
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

}
