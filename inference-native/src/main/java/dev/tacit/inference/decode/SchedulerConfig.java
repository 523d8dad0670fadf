/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

/**
 * Bounds of a scheduler.
 *
 * @param threads threads that compute one step, the dispatcher included
 * @param slots sequences that advance side by side
 * @param queueCapacity sequences that may wait for a slot; 0 refuses when all are taken
 * @param contextLength most tokens of one sequence, prompt and reply together
 * @param prefillChunk most prompt tokens read in one step; bounds how long a long prompt
 * stalls the others
 */
public record SchedulerConfig(int threads, int slots, int queueCapacity, int contextLength, int prefillChunk) {

	public SchedulerConfig {
		atLeast(threads, 1, "threads");
		atLeast(slots, 1, "slots");
		atLeast(queueCapacity, 0, "queue-capacity");
		atLeast(contextLength, 2, "context-length");
		atLeast(prefillChunk, 1, "prefill-chunk");
	}

	private static void atLeast(int value, int floor, String name) {
		if (value < floor) {
			throw new IllegalArgumentException(name + " is " + value + "; it must be at least " + floor);
		}
	}

}
