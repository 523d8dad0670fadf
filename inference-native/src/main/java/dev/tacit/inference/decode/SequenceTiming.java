/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

/**
 * Where the time of one sequence went, in nanoseconds.
 *
 * @param queueNanos from submission to the first prefill step
 * @param prefillNanos inside prefill steps
 * @param firstTokenNanos from submission to the first token; 0 if there was none
 * @param totalNanos from submission to the end
 * @param promptTokens tokens of the prompt that were read by the model
 * @param cachedTokens tokens of the prompt whose state was taken from the prefix cache
 * @param newTokens tokens written, forced ones included, the stop token not
 */
public record SequenceTiming(long queueNanos, long prefillNanos, long firstTokenNanos, long totalNanos,
		int promptTokens, int cachedTokens, int newTokens) {
}
