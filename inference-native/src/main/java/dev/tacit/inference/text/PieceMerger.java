/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Merges the bytes of one piece by rank: a linked list of symbols and a heap of candidate
 * pairs, O(n log n) for any input, in arrays of primitives.
 */
final class PieceMerger {

	private final MergeTable merges;

	private final int[] byteIds;

	PieceMerger(MergeTable merges, int[] byteIds) {
		this.merges = merges;
		this.byteIds = byteIds;
	}

	void merge(String piece, IntList out) {
		byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
		int n = bytes.length;
		int[] ids = new int[n];
		int[] next = new int[n];
		int[] previous = new int[n];
		for (int i = 0; i < n; i++) {
			ids[i] = this.byteIds[bytes[i] & 0xff];
			next[i] = (i + 1 < n) ? i + 1 : -1;
			previous[i] = i - 1;
		}
		Heap heap = new Heap(n);
		for (int i = 0; i + 1 < n; i++) {
			offer(heap, ids, i, i + 1);
		}
		while (heap.size > 0) {
			long best = heap.poll();
			int left = (int) best;
			int right = (ids[left] >= 0) ? next[left] : -1;
			int merge = (right >= 0) ? this.merges.find(ids[left], ids[right]) : -1;
			if (merge < 0 || this.merges.rank(merge) != (int) (best >>> 32)) {
				// One of the two was merged with another symbol in the meantime.
				continue;
			}
			ids[left] = this.merges.result(merge);
			ids[right] = -1;
			next[left] = next[right];
			if (next[right] >= 0) {
				previous[next[right]] = left;
				offer(heap, ids, left, next[left]);
			}
			if (previous[left] >= 0) {
				offer(heap, ids, previous[left], left);
			}
		}
		for (int i = 0; i >= 0 && i < n; i = next[i]) {
			out.add(ids[i]);
		}
	}

	private void offer(Heap heap, int[] ids, int left, int right) {
		int merge = this.merges.find(ids[left], ids[right]);
		if (merge >= 0) {
			heap.add(((long) this.merges.rank(merge) << 32) | left);
		}
	}

	/** A binary heap of numbers, smallest first: by rank, then by position. */
	private static final class Heap {

		private long[] values;

		private int size;

		Heap(int capacity) {
			this.values = new long[Math.max(4, capacity)];
		}

		void add(long value) {
			if (this.size == this.values.length) {
				this.values = Arrays.copyOf(this.values, 2 * this.size);
			}
			int child = this.size++;
			while (child > 0 && this.values[(child - 1) / 2] > value) {
				this.values[child] = this.values[(child - 1) / 2];
				child = (child - 1) / 2;
			}
			this.values[child] = value;
		}

		long poll() {
			long smallest = this.values[0];
			long last = this.values[--this.size];
			int parent = 0;
			while (2 * parent + 1 < this.size) {
				int child = 2 * parent + 1;
				if (child + 1 < this.size && this.values[child + 1] < this.values[child]) {
					child++;
				}
				if (this.values[child] >= last) {
					break;
				}
				this.values[parent] = this.values[child];
				parent = child;
			}
			this.values[parent] = last;
			return smallest;
		}

	}

}
