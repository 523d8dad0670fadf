/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

/** What a principal may use up. */
public enum Quota {

	/** Requests in any minute. */
	REQUESTS,

	/** Tokens of prompts and replies in any hour. */
	TOKENS,

	/** Requests at a time. */
	CONCURRENT

}
