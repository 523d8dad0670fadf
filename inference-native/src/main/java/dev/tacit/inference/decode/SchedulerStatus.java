/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

/**
 * A snapshot of a scheduler; every number is read on its own, so they may differ by a
 * step.
 *
 * @param active sequences that hold a slot
 * @param queued sequences that wait
 * @param slots slots in all
 * @param stateTokens tokens whose state is held
 * @param stateCapacity tokens that fit into the memory reserved for them
 * @param prefillRate prompt tokens per second, over the last ten seconds
 * @param decodeRate new tokens per second, over the last ten seconds
 * @param accepting whether new sequences are taken
 */
public record SchedulerStatus(int active, int queued, int slots, long stateTokens, long stateCapacity,
		double prefillRate, double decodeRate, boolean accepting) {
}
