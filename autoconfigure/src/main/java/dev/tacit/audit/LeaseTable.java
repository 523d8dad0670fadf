/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The right to append to a chain. Whoever takes it gets a higher token; whoever holds a
 * lower one finds out in the transaction of its next append, and writes nothing.
 */
final class LeaseTable {

	private final String chainId;

	LeaseTable(String chainId) {
		this.chainId = chainId;
	}

	/**
	 * Takes the lease.
	 * @return the token, or -1 if somebody else holds the lease and is alive
	 */
	long take(Connection connection, String owner, boolean holderGone, Duration life) throws SQLException {
		long token = 0;
		boolean expired = true;
		try (PreparedStatement query = connection.prepareStatement("SELECT token, "
				+ "EXTRACT(EPOCH FROM (CURRENT_TIMESTAMP - renewed)) FROM tacit_audit_lease WHERE chain_id = ? "
				+ "FOR UPDATE")) {
			query.setString(1, this.chainId);
			try (ResultSet rows = query.executeQuery()) {
				if (rows.next()) {
					token = rows.getLong(1);
					expired = rows.getDouble(2) > life.toSeconds();
				}
			}
		}
		if (!holderGone && !expired) {
			return -1;
		}
		String sql = (token == 0)
				? "INSERT INTO tacit_audit_lease (token, owner, renewed, chain_id) "
						+ "VALUES (?,?,CURRENT_TIMESTAMP,?)"
				: "UPDATE tacit_audit_lease SET token = ?, owner = ?, renewed = CURRENT_TIMESTAMP WHERE chain_id = ?";
		try (PreparedStatement write = connection.prepareStatement(sql)) {
			write.setLong(1, token + 1);
			write.setString(2, owner);
			write.setString(3, this.chainId);
			write.executeUpdate();
		}
		return token + 1;
	}

	/** Renews the lease; false if somebody else took it. */
	boolean renew(Connection connection, long token) throws SQLException {
		try (PreparedStatement write = connection.prepareStatement(
				"UPDATE tacit_audit_lease " + "SET renewed = CURRENT_TIMESTAMP WHERE chain_id = ? AND token = ?")) {
			write.setString(1, this.chainId);
			write.setLong(2, token);
			return write.executeUpdate() == 1;
		}
	}

}
