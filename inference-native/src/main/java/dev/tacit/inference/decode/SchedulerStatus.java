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
 * @param batchSize mean number of sequences in a decode step, over the last ten seconds;
 * 0 where there was none
 * @param accepting whether new sequences are taken
 * @param steps decode steps so far
 * @param stepRows sequences that took part in them; by steps, the mean batch size
 * @param promptTokensRead tokens of prompts that the model read so far
 * @param promptTokensCached tokens of prompts that the prefix cache spared it
 * @param cacheBytes memory that cached prefixes take
 * @param tokensDrafted tokens proposed from the prompt so far
 * @param tokensAccepted proposed tokens that the model confirmed
 */
public record SchedulerStatus(int active, int queued, int slots, long stateTokens, long stateCapacity,
		double prefillRate, double decodeRate, double batchSize, boolean accepting, long steps, long stepRows,
		long promptTokensRead, long promptTokensCached, long cacheBytes, long tokensDrafted, long tokensAccepted) {
}
