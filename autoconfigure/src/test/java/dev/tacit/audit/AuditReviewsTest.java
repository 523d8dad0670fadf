/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What people decided about answers. */
class AuditReviewsTest {

	private static final Actor REVIEWER = new Actor("reviewer-canary", "test", Set.of("TACIT_AUDITOR"));

	@TempDir
	Path folder;

	private static AuditRecord record(AuditLedger ledger, String request, Phase phase) {
		return ledger.reader(LedgerTests.AUDITOR)
			.search(AuditQuery.ofRequest(request))
			.stream()
			.filter((record) -> record.phase().equals(phase.name()))
			.findFirst()
			.orElseThrow();
	}

	private AuditLedgerConfig config() {
		return AuditLedgerConfig.of("jdbc:h2:file:" + this.folder.resolve("ledger"), this.folder.resolve("keys"));
	}

	private AuditLedger open() {
		return AuditLedger.open(config());
	}

	@Test
	void aReviewBelongsToItsAnswerAndIsErasedWithItsPerson() {
		try (AuditLedger ledger = open()) {
			ledger.appendDurably(LedgerTests.entry(Phase.INTENT, "r1"));
			ledger.appendDurably(LedgerTests.entry(Phase.COMPLETED, "r1"));
			AuditRecord outcome = record(ledger, "r1", Phase.COMPLETED);
			ledger.reviews(REVIEWER)
				.review(outcome, AuditReviews.Decision.CORRECTED, "the dose is per day", "960 mg a day");
			AuditReader reader = ledger.reader(LedgerTests.AUDITOR);
			AuditRecord review = reader.search(AuditQuery.ofPhase(Phase.REVIEWED, 1)).get(0);
			assertThat(review.parentId()).isEqualTo("r1");
			assertThat(review.subjectRef()).isEqualTo(outcome.subjectRef());
			assertThat(review.retention()).isEqualTo(outcome.retention());
			assertThat(review.facts()).contains("CORRECTED", outcome.hash()).doesNotContain("dose", "960");
			assertThat(reader.actor(review)).hasValue("reviewer-canary");
			assertThat(reader.content(review)).hasValueSatisfying((content) -> {
				assertThat(content.get("comment")).isEqualTo("the dose is per day");
				assertThat(content.get("corrected")).isEqualTo("960 mg a day");
			});
			assertThat(LedgerTests.verify(ledger).valid()).isTrue();

			ledger.custody().erase(LedgerTests.AUDITOR, "patient-canary", "ticket", false);
			assertThat(reader.content(review)).isEmpty();
			assertThatIllegalStateException()
				.isThrownBy(
						() -> ledger.reviews(REVIEWER).review(outcome, AuditReviews.Decision.REJECTED, "canary", null))
				.withMessageContaining("erased");
			assertThat(LedgerTests.verify(ledger).valid()).isTrue();
		}
	}

	@Test
	void onlyAnOutcomeIsReviewedAndAnOpenRequestStaysOpen() {
		try (AuditLedger ledger = open()) {
			ledger.appendDurably(LedgerTests.entry(Phase.INTENT, "r1"));
			AuditRecord intent = record(ledger, "r1", Phase.INTENT);
			assertThatIllegalArgumentException()
				.isThrownBy(() -> ledger.reviews(REVIEWER).review(intent, AuditReviews.Decision.APPROVED, null, null));
		}
		try (AuditLedger ledger = open()) {
			assertThat(record(ledger, "r1", Phase.ABANDONED)).isNotNull();
		}
	}

	@Test
	void onlyWhatThisChainHoldsIsReviewed() {
		try (AuditLedger ledger = open(); AuditLedger other = AuditLedger.open(config().withChain("other"))) {
			ledger.appendDurably(LedgerTests.entry(Phase.COMPLETED, "r1"));
			other.appendDurably(LedgerTests.entry(Phase.COMPLETED, "r2"));
			AuditRecord ours = record(ledger, "r1", Phase.COMPLETED);
			AuditRecord theirs = record(other, "r2", Phase.COMPLETED);
			assertThat(theirs.sequence()).isEqualTo(ours.sequence());
			for (AuditRecord stranger : List.of(theirs, ours.at(ours.sequence() + 1), ours.at(1000), ours.at(-1))) {
				assertThatIllegalArgumentException()
					.isThrownBy(
							() -> ledger.reviews(REVIEWER).review(stranger, AuditReviews.Decision.APPROVED, null, null))
					.withMessageContaining("no such record");
			}
			ledger.reviews(REVIEWER).review(ours, AuditReviews.Decision.APPROVED, null, null);
			assertThat(ledger.reader(LedgerTests.AUDITOR).search(AuditQuery.ofPhase(Phase.REVIEWED, 10))).hasSize(1);
		}
	}

}
