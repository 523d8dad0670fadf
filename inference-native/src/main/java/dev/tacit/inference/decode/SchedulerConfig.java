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
 * @param queueTimeoutNanos longest time a sequence waits for a slot
 * @param contextLength most tokens of one sequence, prompt and reply together
 * @param prefillChunk most prompt tokens read in one step; bounds how long a long prompt
 * stalls the others
 * @param stateTokens most tokens of all sequences together, each counted with the
 * capacity of the longest, and the spare row of an odd number of them too
 * @param prefixCacheBytes memory for states of prefixes; 0 for no cache
 * @param promptLookup whether repeated text is drafted from the prompt
 */
public record SchedulerConfig(int threads, int slots, int queueCapacity, long queueTimeoutNanos, int contextLength,
		int prefillChunk, long stateTokens, long prefixCacheBytes, boolean promptLookup) {

	/** One buffer of the runtime holds at most 2 GiB; a token takes 2 KiB of it. */
	private static final long MOST_STATE_TOKENS = (1L << 20) - 1;

	public SchedulerConfig {
		atLeast(threads, 1, "threads");
		atLeast(slots, 1, "slots");
		atLeast(queueCapacity, 0, "queue-capacity");
		atLeast(contextLength, 2, "context-length");
		atLeast(prefillChunk, 1, "prefill-chunk");
		if (queueTimeoutNanos < 1) {
			throw new IllegalArgumentException("queue-timeout must be positive");
		}
		long least = roomFor(1, contextLength);
		if (stateTokens < least) {
			throw new IllegalArgumentException("state-tokens is " + stateTokens + "; one sequence of context-length "
					+ contextLength + " and the spare row beside it must fit, which take " + least);
		}
		if (stateTokens > MOST_STATE_TOKENS) {
			throw new IllegalArgumentException("state-tokens is " + stateTokens + "; at most " + MOST_STATE_TOKENS
					+ " fit. Lower slots or context-length");
		}
		if (prefixCacheBytes < 0) {
			throw new IllegalArgumentException("prefix-cache.size must not be negative");
		}
	}

	/**
	 * Bounds with every slot as long as the context, no prefix cache and no drafts.
	 * @param threads threads that compute one step
	 * @param slots sequences side by side
	 * @param queueCapacity sequences that may wait
	 * @param contextLength most tokens of one sequence
	 * @param prefillChunk most prompt tokens of one step
	 * @return the bounds
	 */
	public static SchedulerConfig plain(int threads, int slots, int queueCapacity, int contextLength,
			int prefillChunk) {
		return new SchedulerConfig(threads, slots, queueCapacity, Long.MAX_VALUE / 2, contextLength, prefillChunk,
				roomFor(slots, contextLength), 0, false);
	}

	/**
	 * Tokens of state that let every slot reach the end of the context.
	 * @param slots sequences side by side; a step of an odd number of them has a spare
	 * row
	 * @param contextLength most tokens of one sequence
	 * @return tokens
	 */
	public static long roomFor(int slots, int contextLength) {
		return (long) StepShape.even(slots) * contextLength;
	}

	/**
	 * The same bounds with a prefix cache.
	 * @param bytes its size
	 * @return changed bounds
	 */
	public SchedulerConfig withPrefixCache(long bytes) {
		return new SchedulerConfig(this.threads, this.slots, this.queueCapacity, this.queueTimeoutNanos,
				this.contextLength, this.prefillChunk, this.stateTokens, bytes, this.promptLookup);
	}

	/**
	 * The same bounds with or without drafts.
	 * @param value whether to draft
	 * @return changed bounds
	 */
	public SchedulerConfig withPromptLookup(boolean value) {
		return new SchedulerConfig(this.threads, this.slots, this.queueCapacity, this.queueTimeoutNanos,
				this.contextLength, this.prefillChunk, this.stateTokens, this.prefixCacheBytes, value);
	}

	private static void atLeast(int value, int floor, String name) {
		if (value < floor) {
			throw new IllegalArgumentException(name + " is " + value + "; it must be at least " + floor);
		}
	}

}
