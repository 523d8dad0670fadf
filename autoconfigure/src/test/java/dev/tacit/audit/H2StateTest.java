/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

/** On H2 files. */
class H2StateTest extends StateTests {

	H2StateTest() {
		super(TestDatabase.H2);
	}

}
