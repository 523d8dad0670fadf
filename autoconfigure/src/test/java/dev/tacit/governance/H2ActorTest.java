/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import dev.tacit.audit.TestDatabase;

/** On H2 files. */
class H2ActorTest extends ActorTests {

	H2ActorTest() {
		super(TestDatabase.H2);
	}

}
