/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

/** When the ledger's missing tables are created. */
public enum InitializeSchema {

	/** In an H2 file only. */
	EMBEDDED,

	/** In every database. */
	ALWAYS,

	/** Never. */
	NEVER;

	boolean appliesTo(String url) {
		return this == ALWAYS || this == EMBEDDED && url.startsWith("jdbc:h2:");
	}

}
