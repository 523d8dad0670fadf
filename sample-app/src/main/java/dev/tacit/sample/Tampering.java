/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** What somebody with access to the database might do to a record. */
enum Tampering {

	/** The record claims to be a day older. */
	BACKDATE("update tacit_audit_record set time_ms = time_ms - 86400000 where chain_id = ? and seq = ?"),

	/** The nonce of the encrypted content is replaced, so that it no longer opens. */
	CHANGE_CONTENT("update tacit_audit_payload set nonce = x'000000000000000000000000' "
			+ "where record_id in (select record_id from tacit_audit_record where chain_id = ? and seq = ?)"),

	/** The record is deleted. */
	DELETE("delete from tacit_audit_record where chain_id = ? and seq = ?");

	private final String statement;

	Tampering(String statement) {
		this.statement = statement;
	}

	/**
	 * Alters a record.
	 * @return how many records were altered
	 */
	int alter(Connection copy, String chain, long sequence) throws SQLException {
		try (PreparedStatement alteration = copy.prepareStatement(this.statement)) {
			alteration.setString(1, chain);
			alteration.setLong(2, sequence);
			return alteration.executeUpdate();
		}
	}

}
