/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

/** On H2 files. */
class H2SecretTest extends SecretTests {

	H2SecretTest() {
		super(TestDatabase.H2);
	}

}
