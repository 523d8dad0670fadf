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

/** Signed statements of what was pruned from one chain, and its holds. */
final class ManifestTable {

	private final String chainId;

	ManifestTable(String chainId) {
		this.chainId = chainId;
	}

	void insert(Connection connection, SignedNote note) throws SQLException {
		try (PreparedStatement insert = connection
			.prepareStatement("INSERT INTO tacit_audit_manifest (chain_id, number, note) SELECT ?, "
					+ "COALESCE(MAX(number), -1) + 1, ? FROM tacit_audit_manifest WHERE chain_id = ?")) {
			insert.setString(1, this.chainId);
			insert.setString(2, note.toString());
			insert.setString(3, this.chainId);
			insert.executeUpdate();
		}
	}

	List<String> all(Connection connection) throws SQLException {
		List<String> notes = new ArrayList<>();
		try (PreparedStatement query = connection
			.prepareStatement("SELECT note FROM tacit_audit_manifest WHERE chain_id = ? ORDER BY number")) {
			query.setString(1, this.chainId);
			try (ResultSet rows = query.executeQuery()) {
				while (rows.next()) {
					notes.add(rows.getString(1));
				}
			}
		}
		return notes;
	}

	/** Whether the manifests are numbered without a gap, from zero on. */
	boolean numbered(Connection connection) throws SQLException {
		try (PreparedStatement query = connection.prepareStatement("SELECT COUNT(*), COALESCE(MIN(number), 0), "
				+ "COALESCE(MAX(number), -1) FROM tacit_audit_manifest WHERE chain_id = ?")) {
			query.setString(1, this.chainId);
			try (ResultSet rows = query.executeQuery()) {
				return rows.next() && rows.getLong(2) == 0 && rows.getLong(3) == rows.getLong(1) - 1;
			}
		}
	}

	List<String> held(Connection connection) throws SQLException {
		List<String> held = new ArrayList<>();
		try (PreparedStatement query = connection.prepareStatement("SELECT subject_ref FROM tacit_audit_hold");
				ResultSet rows = query.executeQuery()) {
			while (rows.next()) {
				held.add(rows.getString(1));
			}
		}
		return held;
	}

	void hold(Connection connection, String subjectRef, boolean held) throws SQLException {
		if (held && held(connection).contains(subjectRef)) {
			return;
		}
		String sql = held ? "INSERT INTO tacit_audit_hold (subject_ref) VALUES (?)"
				: "DELETE FROM tacit_audit_hold WHERE subject_ref = ?";
		try (PreparedStatement change = connection.prepareStatement(sql)) {
			change.setString(1, subjectRef);
			change.executeUpdate();
		}
	}

}
