/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds proofs and roots of an RFC 6962 tree from the hashes of its perfect subtrees,
 * wherever those are kept.
 */
final class MerkleTree {

	private final Nodes nodes;

	MerkleTree(Nodes nodes) {
		this.nodes = nodes;
	}

	/** The path from a leaf to the root of the tree of this size. */
	List<byte[]> inclusion(long index, long size) throws SQLException {
		if (index < 0 || index >= size) {
			throw new IllegalArgumentException("The record is not in the tree");
		}
		List<byte[]> path = new ArrayList<>();
		inclusion(index, 0, size, path);
		return path;
	}

	private void inclusion(long index, long from, long to, List<byte[]> path) throws SQLException {
		if (to - from == 1) {
			return;
		}
		long middle = from + split(to - from);
		if (index < middle) {
			inclusion(index, from, middle, path);
			path.add(root(middle, to));
		}
		else {
			inclusion(index, middle, to, path);
			path.add(root(from, middle));
		}
	}

	/** Proof that the tree of one size begins with all of the tree of another. */
	List<byte[]> consistency(long oldSize, long newSize) throws SQLException {
		if (oldSize < 0 || oldSize > newSize) {
			throw new IllegalArgumentException("The smaller tree comes first");
		}
		List<byte[]> proof = new ArrayList<>();
		if (oldSize > 0 && oldSize < newSize) {
			consistency(oldSize, 0, newSize, true, proof);
		}
		return proof;
	}

	private void consistency(long oldSize, long from, long to, boolean known, List<byte[]> proof) throws SQLException {
		if (oldSize == to) {
			if (!known) {
				proof.add(root(from, to));
			}
			return;
		}
		long middle = from + split(to - from);
		if (oldSize <= middle) {
			consistency(oldSize, from, middle, known, proof);
			proof.add(root(middle, to));
		}
		else {
			consistency(oldSize, middle, to, false, proof);
			proof.add(root(from, middle));
		}
	}

	/** The frontier of the tree of this size. */
	MerkleFrontier frontier(long size) throws SQLException {
		List<byte[]> subtrees = new ArrayList<>();
		long from = 0;
		for (int level = 62; level >= 0; level--) {
			if ((size >> level & 1) == 1) {
				subtrees.add(this.nodes.node(level, from >> level));
				from += 1L << level;
			}
		}
		return new MerkleFrontier(size, subtrees);
	}

	private byte[] root(long from, long to) throws SQLException {
		long width = to - from;
		if (Long.bitCount(width) == 1) {
			int level = Long.numberOfTrailingZeros(width);
			return this.nodes.node(level, from >> level);
		}
		long middle = from + split(width);
		return MerkleFrontier.node(root(from, middle), root(middle, to));
	}

	/** Largest power of two below a width of at least two. */
	private static long split(long width) {
		return Long.highestOneBit(width - 1);
	}

	/** Hashes of perfect subtrees: 2^level leaves from index * 2^level. */
	@FunctionalInterface
	interface Nodes {

		byte[] node(int level, long index) throws SQLException;

	}

}
