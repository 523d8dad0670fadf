/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of an RFC 6962 tree: the roots of its perfect subtrees, largest first,
 * one for each bit of its size. It grows leaf by leaf and gives the root, in memory that
 * is logarithmic in the number of leaves.
 */
final class MerkleFrontier {

	private static final byte[] LEAF = { 0 };

	private static final byte[] NODE = { 1 };

	private long size;

	private final List<byte[]> subtrees;

	MerkleFrontier() {
		this(0, List.of());
	}

	MerkleFrontier(long size, List<byte[]> subtrees) {
		if (size < 0 || Long.bitCount(size) != subtrees.size()
				|| subtrees.stream().anyMatch((hash) -> hash.length != Sha256.BYTES)) {
			throw new IllegalArgumentException("A frontier has one hash for each bit of its size");
		}
		this.size = size;
		this.subtrees = new ArrayList<>(subtrees);
	}

	static byte[] leaf(byte[] value) {
		return Sha256.of(LEAF, value);
	}

	static byte[] node(byte[] left, byte[] right) {
		return Sha256.of(NODE, left, right);
	}

	long size() {
		return this.size;
	}

	List<byte[]> subtrees() {
		return List.copyOf(this.subtrees);
	}

	MerkleFrontier copy() {
		return new MerkleFrontier(this.size, this.subtrees);
	}

	/**
	 * Adds a record.
	 * @param recordHash its hash, the value of the leaf
	 * @param completed hears each perfect subtree that this leaf completes
	 */
	void append(byte[] recordHash, NodeSink completed) {
		byte[] hash = leaf(recordHash);
		int level = 0;
		for (long rest = this.size; (rest & 1) == 1; rest >>= 1) {
			hash = node(this.subtrees.remove(this.subtrees.size() - 1), hash);
			level++;
			completed.completed(level, this.size >> level, hash);
		}
		this.subtrees.add(hash);
		this.size++;
	}

	void append(byte[] recordHash) {
		append(recordHash, (level, index, hash) -> {
		});
	}

	byte[] root() {
		if (this.subtrees.isEmpty()) {
			return Sha256.of();
		}
		byte[] root = this.subtrees.get(this.subtrees.size() - 1);
		for (int i = this.subtrees.size() - 2; i >= 0; i--) {
			root = node(this.subtrees.get(i), root);
		}
		return root;
	}

	/** Hears of perfect subtrees. */
	@FunctionalInterface
	interface NodeSink {

		void completed(int level, long index, byte[] hash);

	}

}
