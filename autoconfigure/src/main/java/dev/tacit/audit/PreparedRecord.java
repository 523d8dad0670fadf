/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

/**
 * A record with its content, ready to be stored.
 *
 * @param record the header
 * @param hash its hash
 * @param seal its seal
 * @param content its content
 */
record PreparedRecord(AuditRecord record, String hash, String seal, SealedContent content) {
}
