/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

/**
 * Database of a ledger.
 *
 * @param url JDBC URL of an H2 file or of PostgreSQL
 * @param username database user
 * @param password its password
 * @param initialize whether missing tables are created
 */
public record LedgerDatabase(String url, String username, String password, boolean initialize) {

	public LedgerDatabase {
		Dialect.of(url);
	}

	@Override
	public String toString() {
		return "LedgerDatabase[" + Dialect.of(this.url) + "]";
	}

}
