/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.BitSet;
import java.util.function.IntFunction;

/**
 * The tokens of a vocabulary, seen from inside a quoted string. Most of them just go on
 * with it, whatever the grammar says beyond its end, so that set is made once; only those
 * that hold a quote, a backslash or something no string may have are left for a walk.
 * Immutable.
 */
final class StringTokens {

	private static final int MOST = TokenTrie.MAX_BYTES;

	private final char quote;

	/** By the most characters they begin: tokens that end with a whole character. */
	private final BitSet[] whole = new BitSet[MOST + 1];

	/** The same of those that end inside a character of several bytes. */
	private final BitSet[] open = new BitSet[MOST + 1];

	private final TokenTrie crossing;

	StringTokens(int vocabulary, IntFunction<byte[]> bytes, char quote) {
		this.quote = quote;
		for (int i = 0; i <= MOST; i++) {
			this.whole[i] = new BitSet(vocabulary);
			this.open[i] = new BitSet(vocabulary);
		}
		BitSet others = new BitSet(vocabulary);
		for (int id = 0; id < vocabulary; id++) {
			byte[] token = bytes.apply(id);
			if (token.length == 0 || token.length > MOST) {
				continue;
			}
			int begun = begun(token);
			if (begun == 0) {
				others.set(id);
			}
			else if (begun > 0) {
				this.whole[begun].set(id);
			}
			else {
				this.open[-begun].set(id);
			}
		}
		for (int i = 1; i <= MOST; i++) {
			this.whole[i].or(this.whole[i - 1]);
			this.open[i].or(this.open[i - 1]);
		}
		this.crossing = new TokenTrie(vocabulary, (id) -> others.get(id) ? bytes.apply(id) : new byte[0]);
	}

	char quote() {
		return this.quote;
	}

	/** Tokens that go on with a string and end with a whole character. */
	BitSet whole(int characters) {
		return this.whole[Math.min(characters, MOST)];
	}

	/** Tokens that go on with a string and end inside a character. */
	BitSet open(int characters) {
		return this.open[Math.min(characters, MOST)];
	}

	/** All the other tokens. */
	TokenTrie crossing() {
		return this.crossing;
	}

	/**
	 * Characters that a token begins, negative where the last one is not complete, and
	 * zero where it is more than a piece of a string.
	 */
	private int begun(byte[] token) {
		int characters = 0;
		int at = 0;
		while (at < token.length) {
			int first = token[at] & 0xff;
			int length = length(first);
			if (length == 0) {
				return 0;
			}
			characters++;
			for (int i = 1; i < length; i++) {
				if (at + i == token.length) {
					return -characters;
				}
				int next = token[at + i] & 0xff;
				if (next < ((i == 1) ? least(first) : 0x80) || next > ((i == 1) ? most(first) : 0xbf)) {
					return 0;
				}
			}
			at += length;
		}
		return characters;
	}

	/** Bytes of the character that a byte begins; 0 where it begins none in a string. */
	private int length(int first) {
		if (first < 0x80) {
			return (first < 0x20 || first == 0x7f || first == this.quote || first == '\\') ? 0 : 1;
		}
		if (first < 0xc2 || first > 0xf4) {
			return 0;
		}
		return (first < 0xe0) ? 2 : (first < 0xf0) ? 3 : 4;
	}

	/** Nothing overlong. */
	private static int least(int first) {
		return (first == 0xe0) ? 0xa0 : (first == 0xf0) ? 0x90 : 0x80;
	}

	/** No surrogate, and nothing beyond Unicode. */
	private static int most(int first) {
		return (first == 0xed) ? 0x9f : (first == 0xf4) ? 0x8f : 0xbf;
	}

}
