/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How records become durable.
 *
 * @param mode what happens when they cannot
 * @param appendTimeout longest wait for one record
 * @param queueCapacity records that may wait for a commit
 * @param spillFile file of mode spill
 * @param spillBytes most bytes of that file
 */
public record Durability(LedgerMode mode, Duration appendTimeout, int queueCapacity, Path spillFile, long spillBytes) {

	public Durability {
		if (appendTimeout.isNegative() || appendTimeout.isZero() || queueCapacity < 1 || spillBytes < 1) {
			throw new IllegalArgumentException("Timeout, queue and spill file of the ledger must be positive");
		}
	}

}
