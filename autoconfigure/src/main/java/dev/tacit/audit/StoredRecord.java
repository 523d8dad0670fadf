/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

/**
 * A record as it is stored.
 *
 * @param record the columns under the hash
 * @param hash the hash that stands beside them
 * @param seal the seal that stands beside them
 */
record StoredRecord(AuditRecord record, String hash, String seal) {
}
