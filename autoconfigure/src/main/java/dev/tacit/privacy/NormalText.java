/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Arrays;

/**
 * A stream of text as detectors see it: invisible characters and combining marks left
 * out, digits of every script, full-width and other compatibility forms and common
 * look-alikes made plain, character references, percent-encoding and JSON escapes
 * decoded; each character knows where it came from.
 * <p>
 * Positions are absolute: they count from the start of the stream, and survive
 * {@link #forget}.
 */
final class NormalText {

	private static final int LONGEST_SEQUENCE = 32;

	private static final int[] NOWHERE = {};

	private final StringBuilder raw;

	/** Stream position of the first unit that {@link #raw} still holds. */
	private int rawBase;

	/** Stream position of the first unit that is not normalised yet. */
	private int rawNext;

	private char[] chars;

	/** Where each character begins in the stream; filled once {@link #plain} ends. */
	private int[] starts = NOWHERE;

	private int[] ends = NOWHERE;

	/** So far every unit of the stream is a character: positions are the same. */
	private boolean plain = true;

	/** Position of {@code chars[0]}. */
	private int base;

	private int end;

	/** Expects about so many characters. */
	NormalText(int expected) {
		this.raw = new StringBuilder(expected);
		this.chars = new char[expected];
	}

	void append(CharSequence delta, int from, int to) {
		this.raw.append(delta, from, to);
	}

	/**
	 * Normalises what has arrived. A character that the next one may still change waits,
	 * unless the stream is complete.
	 */
	void settle(boolean complete) {
		int next = this.rawNext - this.rawBase;
		int available = this.raw.length();
		while (next < available) {
			char c = this.raw.charAt(next);
			int length = 1;
			if (c < 0x80 && c != '&' && c != '%' && c != '\\') {
				put(c, next, 1);
			}
			else if (c < 0x80) {
				length = Escapes.length(this.raw, next, complete);
				if (length == 0) {
					break;
				}
				int decoded = (length > 1) ? Escapes.decoded(this.raw, next, length) : c;
				fold(decoded, next, length);
			}
			else {
				if (Character.isHighSurrogate(c)) {
					if (next + 1 == available && !complete) {
						break;
					}
					length = Character.charCount(this.raw.codePointAt(next));
				}
				fold(this.raw.codePointAt(next), next, length);
			}
			next += length;
		}
		this.rawNext = this.rawBase + next;
	}

	private void fold(int codePoint, int rawIndex, int length) {
		if (codePoint < 0x80) {
			put((char) codePoint, rawIndex, length);
			return;
		}
		String folded = Folding.fold(codePoint);
		for (int i = 0; i < folded.length(); i++) {
			put(folded.charAt(i), rawIndex, length);
		}
	}

	private void put(char c, int rawIndex, int length) {
		int index = this.end - this.base;
		if (index == this.chars.length) {
			this.chars = Arrays.copyOf(this.chars, 2 * index);
			if (!this.plain) {
				this.starts = Arrays.copyOf(this.starts, 2 * index);
				this.ends = Arrays.copyOf(this.ends, 2 * index);
			}
		}
		this.chars[index] = c;
		if (this.plain && (length != 1 || this.rawBase + rawIndex != this.end)) {
			tell(index);
		}
		if (!this.plain) {
			this.starts[index] = this.rawBase + rawIndex;
			this.ends[index] = this.rawBase + rawIndex + length;
		}
		this.end++;
	}

	/** From here on positions differ from those of the stream. */
	private void tell(int held) {
		this.plain = false;
		this.starts = new int[this.chars.length];
		this.ends = new int[this.chars.length];
		for (int i = 0; i < held; i++) {
			this.starts[i] = this.base + i;
			this.ends[i] = this.base + i + 1;
		}
	}

	/** What is held, from {@link #base} on; another array when more has arrived. */
	char[] chars() {
		return this.chars;
	}

	/** Character at a position that is held. */
	char charAt(int position) {
		return this.chars[position - this.base];
	}

	/** Position after the last normalised character. */
	int end() {
		return this.end;
	}

	/** First position that is still held. */
	int base() {
		return this.base;
	}

	/**
	 * Stream position at which a character begins; for the end, where the rest begins.
	 */
	int rawStart(int position) {
		if (position >= this.end) {
			return this.rawNext;
		}
		return this.plain ? position : this.starts[position - this.base];
	}

	/** Stream position after a character. */
	int rawEnd(int position) {
		return this.plain ? position + 1 : this.ends[position - this.base];
	}

	String normal(int from, int to) {
		return new String(this.chars, from - this.base, to - from);
	}

	String raw(int from, int to) {
		return this.raw.substring(from - this.rawBase, to - this.rawBase);
	}

	void copyRaw(int from, int to, StringBuilder out) {
		out.append(this.raw, from - this.rawBase, to - this.rawBase);
	}

	/** Stream position after all text that has arrived. */
	int rawLength() {
		return this.rawBase + this.raw.length();
	}

	/**
	 * The last place at or before the end of what arrived that does not cut a sequence of
	 * emoji and joiners in two.
	 */
	int wholeSequence(int rawFrom, int rawTo) {
		int to = rawTo - this.rawBase;
		int from = Math.max(rawFrom - this.rawBase, to - LONGEST_SEQUENCE);
		while (to > from && joins(this.raw.charAt(to - 1))) {
			to--;
		}
		return this.rawBase + to;
	}

	private static boolean joins(char c) {
		return Character.isSurrogate(c) || Character.getType(c) == Character.OTHER_SYMBOL
				|| (c > 0x80 && Folding.extend(c));
	}

	/** Drops everything before a position. */
	void forget(int position) {
		int drop = position - this.base;
		if (drop <= 0) {
			return;
		}
		int rawDrop = rawStart(position) - this.rawBase;
		this.raw.delete(0, rawDrop);
		this.rawBase += rawDrop;
		int kept = this.end - position;
		System.arraycopy(this.chars, drop, this.chars, 0, kept);
		if (!this.plain) {
			System.arraycopy(this.starts, drop, this.starts, 0, kept);
			System.arraycopy(this.ends, drop, this.ends, 0, kept);
		}
		this.base = position;
	}

}
