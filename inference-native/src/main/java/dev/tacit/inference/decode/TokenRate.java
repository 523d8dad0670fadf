/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Tokens per second over a sliding window of ten whole seconds. One thread records, any
 * thread reads.
 */
final class TokenRate {

	private static final int WINDOW_SECONDS = 10;

	private static final long NANOS = 1_000_000_000L;

	private final LongSupplier nanoClock;

	private final long origin;

	/** Second of each bucket, so that a reader tells an old bucket from a new one. */
	private final AtomicLongArray seconds = new AtomicLongArray(WINDOW_SECONDS + 1);

	private final AtomicLongArray counts = new AtomicLongArray(WINDOW_SECONDS + 1);

	TokenRate(LongSupplier nanoClock) {
		this.nanoClock = nanoClock;
		this.origin = nanoClock.getAsLong();
		for (int i = 0; i <= WINDOW_SECONDS; i++) {
			this.seconds.set(i, -1);
		}
	}

	void record(long tokens) {
		long second = currentSecond();
		int bucket = (int) (second % (WINDOW_SECONDS + 1));
		if (this.seconds.get(bucket) != second) {
			this.counts.set(bucket, 0);
			this.seconds.set(bucket, second);
		}
		this.counts.addAndGet(bucket, tokens);
	}

	double perSecond() {
		long second = currentSecond();
		long sum = 0;
		for (int i = 0; i <= WINDOW_SECONDS; i++) {
			long age = second - this.seconds.get(i);
			if (this.seconds.get(i) >= 0 && age < WINDOW_SECONDS) {
				sum += this.counts.get(i);
			}
		}
		return (double) sum / WINDOW_SECONDS;
	}

	private long currentSecond() {
		return (this.nanoClock.getAsLong() - this.origin) / NANOS;
	}

}
