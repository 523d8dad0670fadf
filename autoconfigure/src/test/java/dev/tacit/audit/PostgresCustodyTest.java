/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** On PostgreSQL. */
@ExtendWith(NeedsPostgres.class)
class PostgresCustodyTest extends CustodyTests {

	private LedgerDatabase database = new LedgerDatabase("jdbc:postgresql:", "", "", false);

	@BeforeEach
	void createDatabase() {
		this.database = NeedsPostgres.database();
	}

	@Override
	LedgerDatabase database() {
		return this.database;
	}

	@Override
	void disarm(Statement statement) throws SQLException {
		statement.execute("SET session_replication_role = replica");
	}

}
