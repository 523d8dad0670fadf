/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.Statement;

/** On H2 files. */
class H2FaultTest extends FaultTests {

	@Override
	LedgerDatabase database() {
		return new LedgerDatabase("jdbc:h2:file:" + this.folder.resolve("ledger"), "tacit", "", true);
	}

	@Override
	void disarm(Statement statement) {
	}

}
