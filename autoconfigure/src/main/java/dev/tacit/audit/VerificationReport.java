/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import org.jspecify.annotations.Nullable;

/**
 * Result of a verification.
 *
 * @param valid whether every record stands as it was written
 * @param records records that were checked
 * @param headHash hash of the last one checked
 * @param brokenSequence first record that does not stand, -1 if all do
 * @param problem what is wrong with it, {@code null} if nothing is
 */
public record VerificationReport(boolean valid, long records, String headHash, long brokenSequence,
		@Nullable Problem problem) {

	/** What is wrong with a record. */
	public enum Problem {

		/** A column of the record was changed. */
		RECORD_CHANGED,

		/** A record is missing before this one, or the order was changed. */
		RECORD_MISSING,

		/** The record does not continue the one before: inserted or rewritten. */
		CHAIN_BROKEN,

		/** The record's content is gone. */
		CONTENT_MISSING,

		/** The record's content was changed or belongs to another record. */
		CONTENT_CHANGED,

		/** Records at the end are missing: the ledger remembers a later one. */
		TRUNCATED,

		/** The database could not be read. */
		UNREADABLE

	}

}
