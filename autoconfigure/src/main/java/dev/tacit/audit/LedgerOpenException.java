/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import org.jspecify.annotations.Nullable;

/**
 * The ledger cannot be opened: database locked or unreachable, keys missing or
 * unreadable. One sentence that says what to do.
 */
public class LedgerOpenException extends RuntimeException {

	public LedgerOpenException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
