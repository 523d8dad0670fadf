/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Wrapped keys and names behind the references of one chain. */
final class KeyTable {

	private static final String SELECT = "SELECT alias, chain_id, kind, lookup, owner, kek_id, wrapped "
			+ "FROM tacit_audit_key WHERE ";

	static final String PAGE = SELECT + "chain_id = ? AND alias > ? ORDER BY chain_id, alias LIMIT ?";

	private final String chainId;

	KeyTable(String chainId) {
		this.chainId = chainId;
	}

	String chainId() {
		return this.chainId;
	}

	List<Row> find(Connection connection, Collection<String> lookups) throws SQLException {
		return byArray(connection, SELECT + "chain_id = ? AND lookup = ANY(?)", lookups, true);
	}

	/** Rows of every chain of this database: a person is erased from all of them. */
	List<Row> findEverywhere(Connection connection, Collection<String> lookups) throws SQLException {
		return byArray(connection, SELECT + "lookup = ANY(?)", lookups, false);
	}

	private List<Row> byArray(Connection connection, String sql, Collection<String> values, boolean chain)
			throws SQLException {
		Array array = connection.createArrayOf("VARCHAR", values.toArray());
		try (PreparedStatement query = connection.prepareStatement(sql)) {
			if (chain) {
				query.setString(1, this.chainId);
			}
			query.setArray(chain ? 2 : 1, array);
			return rows(query);
		}
		finally {
			array.free();
		}
	}

	Optional<Row> byAlias(Connection connection, String alias) throws SQLException {
		try (PreparedStatement query = connection.prepareStatement(SELECT + "chain_id = ? AND alias = ?")) {
			query.setString(1, this.chainId);
			query.setString(2, alias);
			return rows(query).stream().findFirst();
		}
	}

	/** Rows of this chain in order of their alias, after one. */
	List<Row> page(Connection connection, String afterAlias, int limit) throws SQLException {
		try (PreparedStatement query = connection.prepareStatement(PAGE)) {
			query.setString(1, this.chainId);
			query.setString(2, afterAlias);
			query.setInt(3, limit);
			return rows(query);
		}
	}

	/** A row for each key that wrapped rows of this chain. */
	List<Row> oneForEachWrapping(Connection connection) throws SQLException {
		try (PreparedStatement query = connection.prepareStatement(
				SELECT + "alias IN (SELECT MIN(alias) FROM tacit_audit_key WHERE chain_id = ? GROUP BY kek_id)")) {
			query.setString(1, this.chainId);
			return rows(query);
		}
	}

	/** A row for each key that wrapped rows of each other chain. */
	List<Row> others(Connection connection) throws SQLException {
		try (PreparedStatement query = connection
			.prepareStatement(SELECT + "alias IN (SELECT MIN(alias) FROM tacit_audit_key "
					+ "WHERE chain_id <> ? AND owner = '' GROUP BY chain_id, kek_id)")) {
			query.setString(1, this.chainId);
			return rows(query);
		}
	}

	private static List<Row> rows(PreparedStatement query) throws SQLException {
		List<Row> found = new ArrayList<>();
		try (ResultSet rows = query.executeQuery()) {
			while (rows.next()) {
				found.add(new Row(rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4),
						rows.getString(5), rows.getString(6), rows.getBytes(7)));
			}
		}
		return found;
	}

	void insert(Connection connection, List<Row> fresh) throws SQLException {
		if (fresh.isEmpty()) {
			return;
		}
		try (PreparedStatement insert = connection.prepareStatement("INSERT INTO tacit_audit_key "
				+ "(alias, chain_id, kind, lookup, owner, kek_id, wrapped) VALUES (?,?,?,?,?,?,?)")) {
			for (Row row : fresh) {
				insert.setString(1, row.alias());
				insert.setString(2, row.chainId());
				insert.setString(3, row.kind());
				insert.setString(4, row.lookup());
				insert.setString(5, row.owner());
				insert.setString(6, row.kekId());
				insert.setBytes(7, row.wrapped());
				insert.addBatch();
			}
			insert.executeBatch();
		}
	}

	void update(Connection connection, List<Row> changed) throws SQLException {
		try (PreparedStatement update = connection
			.prepareStatement("UPDATE tacit_audit_key SET lookup = ?, kek_id = ?, wrapped = ? WHERE alias = ?")) {
			for (Row row : changed) {
				update.setString(1, row.lookup());
				update.setString(2, row.kekId());
				update.setBytes(3, row.wrapped());
				update.setString(4, row.alias());
				update.addBatch();
			}
			update.executeBatch();
		}
	}

	/** Deletes a reference and everything that belongs to it. */
	int delete(Connection connection, String alias) throws SQLException {
		try (PreparedStatement delete = connection
			.prepareStatement("DELETE FROM tacit_audit_key WHERE alias = ? OR owner = ?")) {
			delete.setString(1, alias);
			delete.setString(2, alias);
			return delete.executeUpdate();
		}
	}

	/** A row. */
	record Row(String alias, String chainId, String kind, String lookup, String owner, String kekId, byte[] wrapped) {

		byte[] context() {
			return CanonicalForm.of("tacit-audit-key")
				.text(this.alias)
				.text(this.chainId)
				.text(this.kind)
				.text(this.owner)
				.toBytes();
		}

		Row rewrapped(String newLookup, String newKekId, byte[] newWrapped) {
			return new Row(this.alias, this.chainId, this.kind, newLookup, this.owner, newKekId, newWrapped);
		}

		@Override
		public String toString() {
			return "Row[" + this.alias + "]";
		}

	}

}
