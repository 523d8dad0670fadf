/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * When checkpoints are signed, and where they are anchored.
 *
 * @param records records after which one is due
 * @param interval time after which one is due, even when idle
 * @param anchors where they are kept
 * @param requireAnchor whether records are refused while no anchor takes checkpoints
 * @param acceptRollback ticket under which an operator accepts that a restored database
 * lacks anchored records; {@code null} to refuse it
 */
public record Checkpointing(int records, Duration interval, List<Anchor> anchors, boolean requireAnchor,
		@Nullable String acceptRollback) {

	public Checkpointing {
		anchors = List.copyOf(anchors);
		if (records < 1 || interval.isNegative() || interval.isZero()) {
			throw new IllegalArgumentException("Checkpoints need a positive number of records and a positive interval");
		}
	}

}
