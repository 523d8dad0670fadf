/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import dev.tacit.audit.TestDatabase;

/** On H2 files. */
class H2OutcomeTest extends OutcomeTests {

	H2OutcomeTest() {
		super(TestDatabase.H2);
	}

}
