/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

/** What happens to a request whose record cannot be made durable. */
public enum LedgerMode {

	/** It fails. */
	STRICT,

	/** Its record goes to a synced local file and is replayed later. */
	SPILL,

	/** It goes on; the gap is counted and recorded. Needs an explicit acceptance. */
	BEST_EFFORT

}
