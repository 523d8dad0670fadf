/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

/** What happens to a protected value; declared from the strictest to the mildest. */
public enum Action {

	/** The whole request or reply is refused. */
	BLOCK,

	/** The value is replaced by the name of its entity in brackets. */
	REDACT,

	/** The value is replaced by a keyed hash: equal values stay equal, no way back. */
	HASH,

	/**
	 * The value is replaced by a token that a permitted caller gets restored.
	 */
	PSEUDONYMISE,

	/** All but the last letters and digits are replaced by asterisks. */
	MASK,

	/**
	 * The value is made coarser: a date becomes its year, an American postal code its
	 * first three digits, an age "90+".
	 */
	GENERALISE,

	/** The value stays; the finding is counted. */
	ALLOW

}
