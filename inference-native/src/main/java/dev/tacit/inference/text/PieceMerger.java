/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Merges the bytes of one piece by rank: a linked list of symbols and a heap of candidate
 * pairs, O(n log n) for any input.
 */
final class PieceMerger {

	private final Map<Long, Merge> merges;

	private final int[] byteIds;

	PieceMerger(Map<Long, Merge> merges, int[] byteIds) {
		this.merges = merges;
		this.byteIds = byteIds;
	}

	static long pair(int left, int right) {
		return ((long) left << 32) | right;
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
		PriorityQueue<Candidate> queue = new PriorityQueue<>();
		for (int i = 0; i + 1 < n; i++) {
			offer(queue, ids, i, i + 1);
		}
		while (!queue.isEmpty()) {
			Candidate best = queue.poll();
			int left = best.left();
			int right = (ids[left] >= 0) ? next[left] : -1;
			if (right < 0 || ids[left] != best.leftId() || ids[right] != best.rightId()) {
				continue;
			}
			ids[left] = best.result();
			ids[right] = -1;
			next[left] = next[right];
			if (next[right] >= 0) {
				previous[next[right]] = left;
				offer(queue, ids, left, next[left]);
			}
			if (previous[left] >= 0) {
				offer(queue, ids, previous[left], left);
			}
		}
		for (int i = 0; i >= 0 && i < n; i = next[i]) {
			out.add(ids[i]);
		}
	}

	private void offer(PriorityQueue<Candidate> queue, int[] ids, int left, int right) {
		Merge merge = this.merges.get(pair(ids[left], ids[right]));
		if (merge != null) {
			queue.add(new Candidate(merge.rank(), left, ids[left], ids[right], merge.result()));
		}
	}

	record Merge(int rank, int result) {
	}

	private record Candidate(int rank, int left, int leftId, int rightId, int result) implements Comparable<Candidate> {

		@Override
		public int compareTo(Candidate other) {
			return (this.rank != other.rank) ? Integer.compare(this.rank, other.rank)
					: Integer.compare(this.left, other.left);
		}

	}

}
