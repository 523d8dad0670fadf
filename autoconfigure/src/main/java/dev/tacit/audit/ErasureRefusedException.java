/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

/** Data must not be erased or pruned: a legal hold forbids it. */
public class ErasureRefusedException extends RuntimeException {

	/**
	 * Refuses an erasure.
	 * @param message why, without naming anybody
	 */
	public ErasureRefusedException(String message) {
		super(message);
	}

}
