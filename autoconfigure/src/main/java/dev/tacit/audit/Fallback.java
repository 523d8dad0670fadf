/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/** What becomes of a record that the database does not take. */
final class Fallback {

	private final LedgerMode mode;

	private final Spill spill;

	private final AtomicLong gaps = new AtomicLong();

	/** Appender thread only. */
	private long announced;

	Fallback(LedgerMode mode, Spill spill) {
		this.mode = mode;
		this.spill = spill;
	}

	/**
	 * Ends the wait for a record that could not be committed.
	 * @param pending the record
	 * @param refusal why the ledger writes no more; no mode goes on then
	 * @param message what the caller learns otherwise
	 */
	void complete(Pending pending, @Nullable String refusal, String message) {
		if (refusal != null) {
			fail(pending, refusal);
		}
		else if (this.mode == LedgerMode.STRICT || pending.change() != null) {
			fail(pending, message);
		}
		else if (this.mode == LedgerMode.BEST_EFFORT) {
			if (pending.result().complete(new Receipt(Receipt.NOT_CHAINED, pending.recordId(), Sha256.NO_HASH))) {
				this.gaps.incrementAndGet();
			}
		}
		else {
			spill(pending, message);
		}
	}

	private void spill(Pending pending, String message) {
		try {
			if (!pending.result().isDone()) {
				this.spill.write(pending);
				pending.result().complete(new Receipt(Receipt.NOT_CHAINED, pending.recordId(), Sha256.NO_HASH));
			}
		}
		catch (IOException ex) {
			fail(pending, message + ", and its spill file is full or cannot be written");
		}
	}

	private static void fail(Pending pending, String message) {
		pending.result().completeExceptionally(new AuditUnavailableException(message, null));
	}

	/** A record of what is missing, if something is. */
	Optional<AuditEntry> gap() {
		this.announced = this.gaps.get();
		return (this.announced > 0)
				? Optional
					.of(AuditLedger.lifecycle(Phase.GAP, "gap", Map.of("missing", String.valueOf(this.announced))))
				: Optional.empty();
	}

	/** The batch with that record is durable. */
	void gapRecorded() {
		this.gaps.addAndGet(-this.announced);
		this.announced = 0;
	}

	/** What waits in the spill file. */
	List<Pending> spilled() {
		return (this.mode == LedgerMode.SPILL) ? this.spill.read() : List.of();
	}

	void replayed(int count) {
		this.spill.forget(count);
	}

}
