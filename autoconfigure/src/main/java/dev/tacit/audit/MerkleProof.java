/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.util.Arrays;
import java.util.List;

/**
 * Proofs of an RFC 6962 tree, checked as RFC 9162 says (2.1.3.2 and 2.1.4.2). Total: a
 * malformed proof is not valid, and nothing throws.
 */
final class MerkleProof {

	private MerkleProof() {
	}

	/** Whether a record stands at a place of the tree with this root. */
	static boolean includes(byte[] root, long size, long index, byte[] recordHash, List<byte[]> path) {
		if (index < 0 || index >= size) {
			return false;
		}
		long fn = index;
		long sn = size - 1;
		byte[] hash = MerkleFrontier.leaf(recordHash);
		for (byte[] sibling : path) {
			if (sn == 0) {
				return false;
			}
			if ((fn & 1) == 1 || fn == sn) {
				hash = MerkleFrontier.node(sibling, hash);
				while ((fn & 1) == 0 && fn != 0) {
					fn >>= 1;
					sn >>= 1;
				}
			}
			else {
				hash = MerkleFrontier.node(hash, sibling);
			}
			fn >>= 1;
			sn >>= 1;
		}
		return sn == 0 && Arrays.equals(hash, root);
	}

	/** Whether the larger tree begins with every leaf of the smaller one. */
	static boolean consistent(long oldSize, byte[] oldRoot, long newSize, byte[] newRoot, List<byte[]> proof) {
		if (oldSize < 0 || oldSize > newSize) {
			return false;
		}
		if (oldSize == newSize || oldSize == 0) {
			return proof.isEmpty() && (oldSize == 0 || Arrays.equals(oldRoot, newRoot));
		}
		if (proof.isEmpty()) {
			return false;
		}
		boolean power = Long.bitCount(oldSize) == 1;
		long fn = oldSize - 1;
		long sn = newSize - 1;
		while ((fn & 1) == 1) {
			fn >>= 1;
			sn >>= 1;
		}
		byte[] first = power ? oldRoot : proof.get(0);
		byte[] fr = first;
		byte[] sr = first;
		for (byte[] step : power ? proof : proof.subList(1, proof.size())) {
			if (sn == 0) {
				return false;
			}
			if ((fn & 1) == 1 || fn == sn) {
				fr = MerkleFrontier.node(step, fr);
				sr = MerkleFrontier.node(step, sr);
				while ((fn & 1) == 0 && fn != 0) {
					fn >>= 1;
					sn >>= 1;
				}
			}
			else {
				sr = MerkleFrontier.node(sr, step);
			}
			fn >>= 1;
			sn >>= 1;
		}
		return sn == 0 && Arrays.equals(fr, oldRoot) && Arrays.equals(sr, newRoot);
	}

}
