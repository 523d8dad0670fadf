/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

/** What a record tells. */
public enum Phase {

	/** A request is about to reach the model. */
	INTENT,

	/** The request was answered. */
	COMPLETED,

	/** The request failed. */
	FAILED,

	/** The caller went away. */
	CANCELLED,

	/** The policy refused the request before it reached the model. */
	DENIED,

	/** The process died before the request had an outcome; found at the next start. */
	ABANDONED,

	/** The ledger was opened. */
	STARTED,

	/** The ledger was closed in order. */
	STOPPED;

	boolean endsRequest() {
		return this == COMPLETED || this == FAILED || this == CANCELLED || this == ABANDONED;
	}

}
