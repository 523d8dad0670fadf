/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Signed checkpoints of one chain. */
final class CheckpointTable {

	private final String chainId;

	CheckpointTable(String chainId) {
		this.chainId = chainId;
	}

	void insert(Connection connection, Checkpoint checkpoint, SignedNote note) throws SQLException {
		try (PreparedStatement insert = connection
			.prepareStatement("INSERT INTO tacit_audit_checkpoint (chain_id, number, size, note) VALUES (?,?,?,?)")) {
			insert.setString(1, this.chainId);
			insert.setLong(2, checkpoint.number());
			insert.setLong(3, checkpoint.size());
			insert.setString(4, note.toString());
			insert.executeUpdate();
		}
	}

	/**
	 * The columns as they are, from a number on; what they hold is for the caller to
	 * judge.
	 */
	List<Row> page(Connection connection, long fromNumber, int limit) throws SQLException {
		return query(connection, "number >= ? ORDER BY chain_id, number LIMIT ?", fromNumber, limit);
	}

	Optional<Row> last(Connection connection) throws SQLException {
		return query(connection, "number >= ? ORDER BY chain_id DESC, number DESC LIMIT ?", 0, 1).stream().findFirst();
	}

	/** The first checkpoint that covers so many records. */
	Optional<Row> covering(Connection connection, long size) throws SQLException {
		return query(connection, "size >= ? ORDER BY chain_id, number LIMIT ?", size, 1).stream().findFirst();
	}

	private List<Row> query(Connection connection, String condition, long argument, int limit) throws SQLException {
		List<Row> found = new ArrayList<>();
		try (PreparedStatement query = connection.prepareStatement(
				"SELECT number, size, note FROM tacit_audit_checkpoint WHERE chain_id = ? AND " + condition)) {
			query.setString(1, this.chainId);
			query.setLong(2, argument);
			query.setInt(3, limit);
			try (ResultSet rows = query.executeQuery()) {
				while (rows.next()) {
					found.add(new Row(rows.getLong(1), rows.getLong(2), rows.getString(3)));
				}
			}
		}
		return found;
	}

	/** A row. */
	record Row(long number, long size, String note) {
	}

}
