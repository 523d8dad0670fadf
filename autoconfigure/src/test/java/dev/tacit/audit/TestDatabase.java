/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;

/** The databases that the same claims are tested on. */
public enum TestDatabase {

	/** A file. */
	H2 {
		@Override
		public LedgerDatabase create(Path folder) {
			return new LedgerDatabase("jdbc:h2:file:" + folder.resolve("ledger"), "tacit", "", true);
		}

		@Override
		void disarm(Statement statement) {
			// Nothing stands in the way of whoever opens the file.
		}
	},

	/** A real server; see {@link NeedsPostgres}. */
	POSTGRESQL {
		@Override
		public LedgerDatabase create(Path folder) {
			return NeedsPostgres.database();
		}

		@Override
		void disarm(Statement statement) throws SQLException {
			statement.execute("SET session_replication_role = replica");
		}
	};

	/**
	 * An empty database.
	 * @param folder where a file may be
	 * @return where it is
	 */
	public abstract LedgerDatabase create(Path folder);

	/** Runs in the session that tampers, before it does. */
	abstract void disarm(Statement statement) throws SQLException;

}
