/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The laws of an RFC 6962 tree, for every size up to some bound. */
class MerkleTreeTest {

	private static final int SIZES = 70;

	private final Map<String, byte[]> nodes = new HashMap<>();

	private final List<byte[]> hashes = new ArrayList<>();

	private final List<MerkleFrontier> frontiers = new ArrayList<>(List.of(new MerkleFrontier()));

	MerkleTreeTest() {
		for (int i = 0; i < SIZES; i++) {
			byte[] hash = Sha256.of(("record " + i).getBytes(StandardCharsets.UTF_8));
			MerkleFrontier next = this.frontiers.get(i).copy();
			this.nodes.put("0/" + i, MerkleFrontier.leaf(hash));
			next.append(hash, (level, index, node) -> this.nodes.put(level + "/" + index, node));
			this.hashes.add(hash);
			this.frontiers.add(next);
		}
	}

	private MerkleTree tree() {
		return new MerkleTree((level, index) -> Objects.requireNonNull(this.nodes.get(level + "/" + index)));
	}

	@Test
	void everyRecordOfEveryTreeIsProvenAndNoOtherIs() throws SQLException {
		for (int size = 1; size <= SIZES; size++) {
			byte[] root = this.frontiers.get(size).root();
			for (int index = 0; index < size; index++) {
				List<byte[]> path = tree().inclusion(index, size);
				assertThat(MerkleProof.includes(root, size, index, this.hashes.get(index), path)).isTrue();
				int other = (index + 1) % SIZES;
				assertThat(MerkleProof.includes(root, size, index, this.hashes.get(other), path)).isFalse();
				assertThat(
						size > 1 && MerkleProof.includes(root, size, (index + 1) % size, this.hashes.get(index), path))
					.isFalse();
			}
		}
	}

	@Test
	void everyTreeIsProvenToBeginWithEverySmallerOne() throws SQLException {
		for (int size = 1; size <= SIZES; size++) {
			for (int old = 0; old <= size; old++) {
				List<byte[]> proof = tree().consistency(old, size);
				byte[] oldRoot = this.frontiers.get(old).root();
				byte[] root = this.frontiers.get(size).root();
				assertThat(MerkleProof.consistent(old, oldRoot, size, root, proof)).as(old + " in " + size).isTrue();
				if (old > 0) {
					byte[] forged = oldRoot.clone();
					forged[0] ^= 1;
					assertThat(MerkleProof.consistent(old, forged, size, root, proof)).isFalse();
				}
			}
		}
	}

	@Test
	void theFrontierOfAnySizeIsFoundFromTheNodes() throws SQLException {
		for (int size = 0; size <= SIZES; size++) {
			assertThat(tree().frontier(size).root()).isEqualTo(this.frontiers.get(size).root());
		}
	}

	@Test
	void t35GarbageIsNoProof() {
		Random random = new Random(35);
		for (int i = 0; i < 2000; i++) {
			List<byte[]> path = new ArrayList<>();
			for (int n = random.nextInt(8); n > 0; n--) {
				byte[] node = new byte[random.nextInt(40)];
				random.nextBytes(node);
				path.add(node);
			}
			byte[] root = this.frontiers.get(SIZES).root();
			assertThat(MerkleProof.includes(root, random.nextLong(), random.nextLong(), this.hashes.get(0), path))
				.isFalse();
			assertThat(MerkleProof.consistent(1 + random.nextInt(60), root, SIZES, root, path)).isFalse();
		}
	}

}
