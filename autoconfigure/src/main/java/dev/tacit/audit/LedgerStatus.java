/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

/**
 * What a ledger does right now.
 *
 * @param headSequence place of the last record, -1 for none and as long as the database
 * was never reached
 * @param headHash its hash
 * @param queued records that wait for a commit
 * @param failures records that could not be committed
 * @param spilled records that wait in the spill file
 * @param anchoredSize records covered by the last anchored checkpoint
 * @param anchorFailures checkpoints an anchor did not take
 * @param healthy whether records are taken
 * @param verified records that stood in the last verification this ledger was asked for,
 * -1 if there was none
 * @param verifications verifications so far
 * @param brokenVerifications those of them that found a record that does not stand
 */
public record LedgerStatus(long headSequence, String headHash, int queued, long failures, int spilled,
		long anchoredSize, long anchorFailures, boolean healthy, long verified, long verifications,
		long brokenVerifications) {
}
