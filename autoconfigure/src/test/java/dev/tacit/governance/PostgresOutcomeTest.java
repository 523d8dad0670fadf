/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import dev.tacit.audit.NeedsPostgres;
import dev.tacit.audit.TestDatabase;
import org.junit.jupiter.api.extension.ExtendWith;

/** On PostgreSQL. */
@ExtendWith(NeedsPostgres.class)
class PostgresOutcomeTest extends OutcomeTests {

	PostgresOutcomeTest() {
		super(TestDatabase.POSTGRESQL);
	}

}
