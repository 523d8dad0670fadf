/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.Arrays;

/**
 * A count over the last while, kept in sixty pieces. A piece leaves when all of it is
 * over, so that no window of that length ever holds more than the count says. Not
 * thread-safe.
 */
final class SlidingCount {

	private static final int PIECES = 60;

	private final long pieceNanos;

	/** Number of the piece that each place holds. */
	private final long[] numbers = new long[PIECES + 1];

	private final long[] counts = new long[PIECES + 1];

	SlidingCount(long windowNanos) {
		this.pieceNanos = windowNanos / PIECES;
		Arrays.fill(this.numbers, Long.MIN_VALUE);
	}

	void add(long now, long count) {
		long number = now / this.pieceNanos;
		int place = place(number);
		if (this.numbers[place] != number) {
			this.numbers[place] = number;
			this.counts[place] = 0;
		}
		this.counts[place] += count;
	}

	long sum(long now) {
		long number = now / this.pieceNanos;
		long sum = 0;
		for (long n = number - PIECES; n <= number; n++) {
			sum += count(n);
		}
		return sum;
	}

	/** Nanoseconds until the count is below a limit if nothing is added; 0 if it is. */
	long untilBelow(long now, long limit) {
		long number = now / this.pieceNanos;
		long sum = sum(now);
		for (long n = number - PIECES; n <= number && sum >= limit; n++) {
			sum -= count(n);
			if (sum < limit) {
				return (n + PIECES + 1) * this.pieceNanos - now;
			}
		}
		return 0;
	}

	private long count(long number) {
		int place = place(number);
		return (this.numbers[place] == number) ? this.counts[place] : 0;
	}

	private static int place(long number) {
		return (int) Math.floorMod(number, (long) PIECES + 1);
	}

}
