/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

/**
 * A snapshot of a ledger.
 *
 * @param headSequence sequence of the last durable record, -1 for none
 * @param headHash its hash
 * @param queued records that wait for a commit
 * @param failures records that could not be made durable since the start
 * @param healthy whether records are taken
 */
public record LedgerStatus(long headSequence, String headHash, int queued, long failures, boolean healthy) {
}
