/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

/** Where a text is going. */
public enum Direction {

	/** System and user text of the current turn, to the model. */
	PROMPT,

	/** Earlier turns, to the model. */
	HISTORY,

	/** Arguments of a tool call, from the model. */
	TOOL_ARGUMENTS,

	/** Result of a tool, to the model. */
	TOOL_RESULT,

	/** Answer, to the caller. */
	ANSWER,

	/** Reasoning trace, to the ledger and to those who may see it. */
	REASONING,

	/** Anything kept between requests. */
	MEMORY

}
