/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.time.Duration;

/**
 * Whether the ledger's database takes commits, as the last one showed. An idle ledger
 * tries again now and then, so that its health is neither a memory of better days nor one
 * of worse. Written by the appender thread, read by everyone.
 */
final class CommitWatch {

	/** An idle ledger learns within this time that its database is gone. */
	private static final long IDLE_NANOS = Duration.ofSeconds(5).toNanos();

	/** And within this one that it is back. */
	private static final long BROKEN_NANOS = Duration.ofSeconds(1).toNanos();

	private volatile boolean working = true;

	/** Appender thread only. */
	private long last = System.nanoTime();

	void ended(boolean well) {
		this.working = well;
		this.last = System.nanoTime();
	}

	boolean working() {
		return this.working;
	}

	/** Whether nothing was tried for so long that somebody should. */
	boolean due() {
		return System.nanoTime() - this.last >= (this.working ? IDLE_NANOS : BROKEN_NANOS);
	}

}
