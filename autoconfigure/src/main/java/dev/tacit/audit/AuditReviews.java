/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Records what people decided about answers. A review is sealed with the key of the
 * person the answer was about, so it is erased with them, and is kept as long.
 * Thread-safe.
 */
public final class AuditReviews {

	private final AuditLedger ledger;

	private final LedgerStore store;

	private final SubjectKeys subjects;

	private final Actor reviewer;

	AuditReviews(AuditLedger ledger, LedgerStore store, SubjectKeys subjects, Actor reviewer) {
		this.ledger = ledger;
		this.store = store;
		this.subjects = subjects;
		this.reviewer = reviewer;
	}

	/**
	 * Records a review.
	 * @param outcome the record of the answer
	 * @param decision what the reviewer decided
	 * @param comment why, {@code null} for none; sealed
	 * @param corrected the answer as it should have been, {@code null} for none; sealed
	 * @return receipt of the review
	 * @throws IllegalArgumentException if the record is no outcome of a request, or is
	 * not in this chain
	 * @throws IllegalStateException if the data of the person was erased: nothing about
	 * them is kept any more
	 * @throws AuditUnavailableException if the review cannot be recorded
	 */
	public Receipt review(AuditRecord outcome, Decision decision, @Nullable String comment,
			@Nullable String corrected) {
		if (!Phase.valueOf(outcome.phase()).endsRequest()) {
			throw new IllegalArgumentException("Only the outcome of a request can be reviewed");
		}
		String subject = subject(outcome).orElseThrow(() -> new IllegalStateException(
				"The person this answer was about was erased; nothing about them is recorded any more"));
		Map<String, String> facts = new LinkedHashMap<>();
		facts.put("decision", decision.name());
		facts.put("reviewedSequence", String.valueOf(outcome.sequence()));
		facts.put("reviewedHash", outcome.hash());
		Map<String, Object> content = new LinkedHashMap<>();
		if (comment != null) {
			content.put("comment", comment);
		}
		if (corrected != null) {
			content.put("corrected", corrected);
		}
		return this.ledger.appendDurably(new AuditEntry(Phase.REVIEWED, AuditEntry.newRequestId(), outcome.requestId(),
				this.reviewer, subject, null, outcome.retention(), facts, new AuditContent(content)));
	}

	private Optional<String> subject(AuditRecord outcome) {
		try {
			return this.store.read((connection) -> {
				if (this.store.records()
					.headers(connection, outcome.sequence(), 1)
					.stream()
					.noneMatch((stored) -> stored.hash().equals(outcome.hash()))) {
					throw new IllegalArgumentException("This ledger holds no such record");
				}
				return this.subjects.name(connection, outcome.subjectRef());
			});
		}
		catch (SQLException ex) {
			throw new AuditUnavailableException("The ledger cannot be read", null);
		}
	}

	/** What a reviewer decides. */
	public enum Decision {

		/** The answer stands. */
		APPROVED,

		/** The answer was put right. */
		CORRECTED,

		/** The answer must not be used. */
		REJECTED

	}

}
