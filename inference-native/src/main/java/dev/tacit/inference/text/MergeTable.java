/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.Arrays;

/** The merges by their pair of tokens: open addressing, no boxes. */
final class MergeTable {

	private final long[] pairs;

	private final int[] ranks;

	private final int[] results;

	private final int mask;

	private int size;

	MergeTable(int merges) {
		int capacity = Integer.highestOneBit(Math.max(8, merges)) * 4;
		this.pairs = new long[capacity];
		this.ranks = new int[capacity];
		this.results = new int[capacity];
		this.mask = capacity - 1;
		Arrays.fill(this.pairs, -1);
	}

	/** Adds a merge with the next rank; a pair that is there already keeps its own. */
	void add(int left, int right, int result) {
		int slot = slot(left, right);
		if (this.pairs[slot] < 0) {
			this.pairs[slot] = pair(left, right);
			this.ranks[slot] = this.size++;
			this.results[slot] = result;
		}
	}

	/** Where the pair is, or a negative number. */
	int find(int left, int right) {
		int slot = slot(left, right);
		return (this.pairs[slot] < 0) ? -1 : slot;
	}

	int rank(int slot) {
		return this.ranks[slot];
	}

	int result(int slot) {
		return this.results[slot];
	}

	private static long pair(int left, int right) {
		return ((long) left << 32) | right;
	}

	private int slot(int left, int right) {
		long pair = pair(left, right);
		long mixed = pair * 0x9E3779B97F4A7C15L;
		int slot = (int) (mixed >>> 40) & this.mask;
		while (this.pairs[slot] >= 0 && this.pairs[slot] != pair) {
			slot = (slot + 1) & this.mask;
		}
		return slot;
	}

}
