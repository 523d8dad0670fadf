/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

/** Who sees reasoning traces. The ledger holds them in any case. */
public enum ReasoningVisibility {

	/** Callers with the authority {@code TACIT_REASONING}. */
	PERMITTED,

	/** Every caller. */
	ALWAYS,

	/** Nobody. */
	NEVER;

	boolean visibleTo(Caller caller) {
		return switch (this) {
			case PERMITTED -> caller.has(GovernanceMetadata.REASONING_AUTHORITY);
			case ALWAYS -> true;
			case NEVER -> false;
		};
	}

}
