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
	STOPPED,

	/** A model with these digests answers from now on. */
	MODEL_LOADED,

	/** Configuration or policy with these digests rules from now on. */
	CONFIG_CHANGED,

	/** A reviewer decided about an answer. */
	REVIEWED,

	/** Somebody read the ledger. */
	READ,

	/** Evidence left the ledger. */
	EXPORTED,

	/** The data of a subject was made unreadable. */
	ERASED,

	/** The data of a subject must be kept, whatever its age. */
	HELD,

	/** A hold ended. */
	RELEASED,

	/** Content or headers were pruned; a signed manifest says which. */
	PRUNED,

	/** A key was replaced. */
	KEY_ROTATED,

	/** Records are missing because the ledger could not be written. */
	GAP,

	/** The clock jumped. */
	CLOCK_ANOMALY,

	/** An operator accepted a restored backup. */
	EPOCH,

	/** The ledger moved to another database. */
	MIGRATED,

	/** An event of the application or of its security. */
	EVENT;

	/**
	 * Whether a record of this phase says what became of a request.
	 * @return true for outcomes
	 */
	public boolean endsRequest() {
		return this == COMPLETED || this == FAILED || this == CANCELLED || this == ABANDONED;
	}

}
