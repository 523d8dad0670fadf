/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import org.junit.jupiter.api.extension.ExtendWith;

/** On PostgreSQL. */
@ExtendWith(NeedsPostgres.class)
class PostgresStateTest extends StateTests {

	PostgresStateTest() {
		super(TestDatabase.POSTGRESQL);
	}

}
