/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import org.jspecify.annotations.Nullable;

/**
 * What a verification found.
 *
 * @param valid whether everything stands
 * @param records records that were checked and stand
 * @param headHash hash of the last of them
 * @param brokenSequence place of the first record that does not stand, -1 if all do
 * @param problem what is wrong with it, {@code null} if nothing is
 * @param checkpoints checkpoints whose signature and root stand
 * @param anchoredSize records that an anchor's checkpoint covers: nobody can take these
 * back unseen
 * @param prunedContent contents that are missing and explained by a signed manifest
 */
public record VerificationReport(boolean valid, long records, String headHash, long brokenSequence,
		@Nullable Problem problem, long checkpoints, long anchoredSize, long prunedContent) {

	/**
	 * The result in a sentence.
	 * @return what to tell people
	 */
	public String sentence() {
		if (this.valid) {
			return "VALID: " + this.records + " records, " + this.checkpoints + " checkpoints, anchored up to record "
					+ this.anchoredSize + ", " + this.prunedContent + " contents pruned under a manifest";
		}
		return "BROKEN at record " + this.brokenSequence + ": " + this.problem
				+ ". Keep database, anchors and key file as they are; the records before it stand";
	}

	/** What is wrong with a record. */
	public enum Problem {

		/** A column of the record was changed. */
		RECORD_CHANGED,

		/** A record is missing before the next one. */
		RECORD_MISSING,

		/** The record stood at another place. */
		RECORD_SWAPPED,

		/** The record's place is one that no record of this chain has. */
		RECORD_INSERTED,

		/** The record does not continue the one before. */
		CHAIN_BROKEN,

		/** The record is well-formed, but the ledger's keys did not seal it. */
		RECORD_FORGED,

		/** The record's content is gone, and no manifest says why. */
		CONTENT_MISSING,

		/** The record's content was changed. */
		CONTENT_CHANGED,

		/** The record's content belongs to another record. */
		CONTENT_MOVED,

		/** Records at the end are missing: the database itself remembers later ones. */
		TRUNCATED,

		/** The database is older than a checkpoint that an anchor holds. */
		ROLLED_BACK,

		/** Records differ from what a checkpoint was signed over. */
		REWRITTEN,

		/** A checkpoint was changed, or is missing in the middle. */
		CHECKPOINT_CHANGED,

		/** A checkpoint that an anchor holds is missing in the database. */
		CHECKPOINT_MISSING,

		/** A checkpoint was signed with a key that is not the ledger's. */
		CHECKPOINT_RESIGNED,

		/** An anchor was changed. */
		ANCHOR_CHANGED,

		/** A manifest was changed, or signed with a key that is not the ledger's. */
		MANIFEST_CHANGED,

		/** A wrapped key or a reference was changed. */
		KEY_CHANGED,

		/** A data key is gone, and no record says that it was erased. */
		KEY_MISSING,

		/** A hold was added or removed without a record. */
		HOLD_CHANGED,

		/** A kept node of the tree is wrong; the records stand. */
		NODE_CHANGED,

		/** The database or an anchor could not be read. */
		UNREADABLE

	}

}
