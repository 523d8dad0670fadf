/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every eighth level of the tree. A node in between is hashed from at most 256 of the
 * level below, so a proof costs a few reads however long the chain is.
 */
final class NodeTable {

	private static final int STRIDE = 8;

	private final String chainId;

	private final RecordTable records;

	NodeTable(String chainId, RecordTable records) {
		this.chainId = chainId;
		this.records = records;
	}

	static boolean kept(int level) {
		return level > 0 && level % STRIDE == 0;
	}

	/** Records in a block whose subtree is kept. */
	static long block() {
		return 1L << STRIDE;
	}

	void insert(Connection connection, Map<Place, byte[]> nodes) throws SQLException {
		if (nodes.isEmpty()) {
			return;
		}
		try (PreparedStatement insert = connection
			.prepareStatement("INSERT INTO tacit_audit_node (chain_id, level, idx, hash) VALUES (?,?,?,?)")) {
			for (Map.Entry<Place, byte[]> node : nodes.entrySet()) {
				insert.setString(1, this.chainId);
				insert.setInt(2, node.getKey().level());
				insert.setLong(3, node.getKey().index());
				insert.setBytes(4, node.getValue());
				insert.addBatch();
			}
			insert.executeBatch();
		}
	}

	/** Whether these nodes are kept as they should be. */
	boolean agree(Connection connection, Map<Place, byte[]> nodes) throws SQLException {
		for (Map.Entry<Place, byte[]> node : nodes.entrySet()) {
			try (PreparedStatement query = connection
				.prepareStatement("SELECT hash FROM tacit_audit_node WHERE chain_id = ? AND level = ? AND idx = ?")) {
				query.setString(1, this.chainId);
				query.setInt(2, node.getKey().level());
				query.setLong(3, node.getKey().index());
				try (ResultSet rows = query.executeQuery()) {
					if (!rows.next() || !Arrays.equals(rows.getBytes(1), node.getValue())) {
						return false;
					}
				}
			}
		}
		return true;
	}

	/** The tree, read through a connection; what was read once is kept for its life. */
	MerkleTree tree(Connection connection) {
		return new MerkleTree(new Reading(connection)::node);
	}

	/** A node of the tree. */
	record Place(int level, long index) {
	}

	private final class Reading {

		private final Connection connection;

		private final Map<Place, byte[]> known = new HashMap<>();

		Reading(Connection connection) {
			this.connection = connection;
		}

		byte[] node(int level, long index) throws SQLException {
			byte[] hash = this.known.get(new Place(level, index));
			if (hash == null && level % STRIDE == 0) {
				load(level, index / block() * block());
				hash = this.known.get(new Place(level, index));
			}
			if (hash == null) {
				if (level == 0) {
					throw new SQLException("A record of the tree is missing");
				}
				hash = MerkleFrontier.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
				this.known.put(new Place(level, index), hash);
			}
			return hash;
		}

		private void load(int level, long from) throws SQLException {
			if (level == 0) {
				List<StoredRecord> block = NodeTable.this.records.headers(this.connection, from, (int) block());
				for (StoredRecord stored : block) {
					this.known.put(new Place(0, stored.record().sequence()),
							MerkleFrontier.leaf(Sha256.bytes(stored.hash())));
				}
				return;
			}
			try (PreparedStatement query = this.connection.prepareStatement("SELECT idx, hash FROM tacit_audit_node "
					+ "WHERE chain_id = ? AND level = ? AND idx >= ? AND idx < ?")) {
				query.setString(1, NodeTable.this.chainId);
				query.setInt(2, level);
				query.setLong(3, from);
				query.setLong(4, from + block());
				try (ResultSet rows = query.executeQuery()) {
					while (rows.next()) {
						this.known.put(new Place(level, rows.getLong(1)), rows.getBytes(2));
					}
				}
			}
		}

	}

}
