/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.util.concurrent.atomic.AtomicLong;

/** What came of the verifications of one ledger. Thread-safe. */
final class VerificationCount {

	private final AtomicLong count = new AtomicLong();

	private final AtomicLong broken = new AtomicLong();

	private volatile long lastStanding = -1;

	VerificationReport counted(VerificationReport report) {
		this.lastStanding = report.records();
		if (!report.valid()) {
			this.broken.incrementAndGet();
		}
		this.count.incrementAndGet();
		return report;
	}

	long count() {
		return this.count.get();
	}

	long broken() {
		return this.broken.get();
	}

	/** Records that stood in the last one, -1 if there was none. */
	long lastStanding() {
		return this.lastStanding;
	}

}
