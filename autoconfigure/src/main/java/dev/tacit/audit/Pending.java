/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * An entry that waits for the appender, and who waits for it.
 *
 * @param entry the entry
 * @param recordId id the record gets, wherever it ends up
 * @param timeMillis when it was handed in
 * @param change done in the record's transaction; such an entry is committed alone
 * @param content its content, ready to be sealed
 * @param result completes when the record is durable
 */
record Pending(AuditEntry entry, String recordId, long timeMillis, @Nullable Change change, PlainContent content,
		CompletableFuture<Receipt> result) {

	static Pending of(AuditEntry entry, long timeMillis, @Nullable Change change) {
		return of(entry, RecordIds.next(timeMillis), timeMillis, change);
	}

	static Pending of(AuditEntry entry, String recordId, long timeMillis, @Nullable Change change) {
		return new Pending(entry, recordId, timeMillis, change, PlainContent.of(entry), new CompletableFuture<>());
	}

	/** Each is its own, and a key of maps: not worth hashing its content. */
	@Override
	public boolean equals(@Nullable Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}

	/** Something that is true if, and only if, its record is in the chain. */
	@FunctionalInterface
	interface Change {

		/**
		 * Makes the change.
		 * @return facts for the record
		 */
		Map<String, String> make(Connection connection) throws SQLException;

	}

}
