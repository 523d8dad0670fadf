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

	/** All but the last four letters and digits are replaced by asterisks. */
	MASK,

	/** The value stays; the finding is counted. */
	ALLOW

}
