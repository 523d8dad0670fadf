/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.HashMap;
import java.util.Map;

/** Integers between two bounds that are multiples of a number, digit by digit. */
final class GrammarMultiples {

	/** Above this the states, one a remainder and a place, would be too many. */
	private static final long MOST_REMAINDERS = 128;

	/** So many multiples at most are spelt out one by one. */
	private static final long MOST_SPELT = 2_000;

	private final GrammarNetwork network;

	private final long divisor;

	private final Map<Long, GrammarNode> tails = new HashMap<>();

	private final GrammarNode end;

	private GrammarMultiples(GrammarNetwork network, long divisor) {
		this.network = network;
		this.divisor = divisor;
		this.end = network.end();
	}

	static GrammarNetwork fill(GrammarNetwork network, long min, long max, long divisor) {
		long least = -Math.floorDiv(-min, divisor);
		long most = Math.floorDiv(max, divisor);
		GrammarMultiples multiples = new GrammarMultiples(network, divisor);
		if (most - least < MOST_SPELT) {
			for (long factor = least; factor <= most; factor++) {
				network.literal(network.start, Long.toString(factor * divisor)).jump(multiples.end);
			}
			return network;
		}
		if (divisor > MOST_REMAINDERS) {
			throw new ConstraintException("The schema keyword 'multipleOf' is beyond " + MOST_REMAINDERS
					+ " over a range too wide; narrow it with minimum and maximum");
		}
		if (most >= 0) {
			multiples.magnitudes(network.start, Math.max(0, least) * divisor, most * divisor);
		}
		if (least < 0) {
			multiples.magnitudes(network.start.on('-', '-', network.node()), Math.max(1, -most) * divisor,
					-least * divisor);
		}
		return network;
	}

	/**
	 * Digits are fixed while they run along a bound; after that only the remainder
	 * counts.
	 */
	private void magnitudes(GrammarNode from, long least, long most) {
		long low = least;
		while (low <= most) {
			int length = Long.toString(low).length();
			long high = Math.min(most, (long) Math.pow(10, length) - 1);
			digits(from, Long.toString(low), Long.toString(high), 0, 0, true, true);
			low = high + 1;
		}
	}

	private void digits(GrammarNode from, String low, String high, int at, long remainder, boolean onLow,
			boolean onHigh) {
		int left = low.length() - at;
		if (!onLow && !onHigh) {
			from.jump(tail(left, remainder));
			return;
		}
		if (left == 0) {
			if (remainder == 0) {
				from.jump(this.end);
			}
			return;
		}
		int first = onLow ? low.charAt(at) : '0';
		int last = onHigh ? high.charAt(at) : '9';
		for (int digit = first; digit <= last; digit++) {
			digits(from.on(digit, digit, this.network.node()), low, high, at + 1, next(remainder, digit),
					onLow && digit == first, onHigh && digit == last);
		}
	}

	private long next(long remainder, int digit) {
		return (remainder * 10 + digit - '0') % this.divisor;
	}

	/** Any digits, so many, that make the whole a multiple. */
	private GrammarNode tail(int left, long remainder) {
		long key = left * this.divisor + remainder;
		GrammarNode known = this.tails.get(key);
		if (known == null) {
			known = this.network.node();
			this.tails.put(key, known);
			if (left == 0) {
				if (remainder == 0) {
					known.jump(this.end);
				}
			}
			else {
				for (int digit = '0'; digit <= '9'; digit++) {
					known.on(digit, digit, tail(left - 1, next(remainder, digit)));
				}
			}
		}
		return known;
	}

}
