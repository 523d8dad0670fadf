/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.function.Consumer;

/** Integers between two bounds, digit by digit. */
final class GrammarDigits {

	private final GrammarNetwork network;

	GrammarDigits(GrammarNetwork network) {
		this.network = network;
	}

	/** Adds the integers from min to max to the start of the network. */
	void integers(long min, long max, Consumer<GrammarNode> end) {
		if (max >= 0 && max >= min) {
			magnitudes(this.network.start, Math.max(0, min), max, end);
		}
		if (min < 0) {
			negatives(Math.max(1, -max), -min, end);
		}
	}

	/** Adds a minus sign and the magnitudes from least to most. */
	void negatives(long least, long most, Consumer<GrammarNode> end) {
		if (least <= most) {
			magnitudes(this.network.start.on('-', '-', this.network.node()), least, most, end);
		}
	}

	private void magnitudes(GrammarNode from, long least, long most, Consumer<GrammarNode> end) {
		long low = least;
		while (low <= most) {
			String digits = Long.toString(low);
			long longest = (digits.length() >= 18) ? Long.MAX_VALUE : power(digits.length()) - 1;
			long high = Math.min(most, longest);
			sameLength(from, digits, Long.toString(high), 0, true, true, end);
			if (high == Long.MAX_VALUE) {
				return;
			}
			low = high + 1;
		}
	}

	private static long power(int exponent) {
		long power = 1;
		for (int i = 0; i < exponent; i++) {
			power *= 10;
		}
		return power;
	}

	private void sameLength(GrammarNode from, String low, String high, int at, boolean onLow, boolean onHigh,
			Consumer<GrammarNode> end) {
		if (at == low.length()) {
			end.accept(from);
			return;
		}
		if (!onLow && !onHigh) {
			GrammarNode next = from;
			for (int i = at; i < low.length(); i++) {
				next = next.on('0', '9', this.network.node());
			}
			end.accept(next);
			return;
		}
		char first = onLow ? low.charAt(at) : '0';
		char last = onHigh ? high.charAt(at) : '9';
		if (first == last) {
			sameLength(from.on(first, first, this.network.node()), low, high, at + 1, onLow, onHigh, end);
			return;
		}
		int from1 = onLow ? first + 1 : first;
		int to1 = onHigh ? last - 1 : last;
		if (onLow) {
			sameLength(from.on(first, first, this.network.node()), low, high, at + 1, true, false, end);
		}
		if (from1 <= to1) {
			sameLength(from.on(from1, to1, this.network.node()), low, high, at + 1, false, false, end);
		}
		if (onHigh) {
			sameLength(from.on(last, last, this.network.node()), low, high, at + 1, false, true, end);
		}
	}

}
