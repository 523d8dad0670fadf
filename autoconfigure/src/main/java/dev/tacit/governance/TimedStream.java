/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.List;

import dev.tacit.privacy.Direction;
import dev.tacit.privacy.Finding;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyScope;
import dev.tacit.privacy.StreamFilter;

/**
 * A stream through the policy, and the time it took there. One thread at a time.
 */
final class TimedStream {

	private final Direction direction;

	private final StreamFilter filter;

	private long nanos;

	TimedStream(PrivacyFilter filter, Direction direction, PrivacyScope scope) {
		this.direction = direction;
		this.filter = filter.stream(direction, scope);
	}

	String accept(String delta) {
		long start = System.nanoTime();
		try {
			return this.filter.accept(delta);
		}
		finally {
			this.nanos += System.nanoTime() - start;
		}
	}

	String finish() {
		long start = System.nanoTime();
		try {
			return this.filter.finish();
		}
		finally {
			this.nanos += System.nanoTime() - start;
		}
	}

	/** Tells what was found, and how long it took if there was anything to do. */
	void report(FindingSummary summary, FindingsListener listener) {
		List<Finding> findings = this.filter.findings();
		summary.add(findings);
		listener.found(findings);
		if (this.nanos > 0) {
			listener.scanned(this.direction, this.nanos);
		}
	}

}
