/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import dev.tacit.inference.sample.SamplingOptions;
import org.jspecify.annotations.Nullable;

/**
 * One sequence to decode. The arrays are not copied: the caller does not touch them
 * again.
 *
 * @param prompt token ids, at least one
 * @param maxNewTokens most tokens to write, at least 1; the context may end it sooner
 * @param sampling how tokens are drawn
 * @param seed start of the random sequence
 * @param stopTokens ids that end the sequence
 * @param timeoutNanos time from submission to the end at most, the queue included
 * @param listener follows the sequence
 * @param caller on whose behalf
 * @param pinned whether what is kept of the prompt serves everybody and stays
 * @param recorded set where the prompt ends with a reply that is held against the model;
 * nothing is written then
 */
public record SequenceTask(int[] prompt, int maxNewTokens, SamplingOptions sampling, long seed, int[] stopTokens,
		long timeoutNanos, TokenListener listener, Caller caller, boolean pinned, @Nullable RecordedReply recorded) {

	public SequenceTask {
		if (prompt.length == 0) {
			throw new IllegalArgumentException("A prompt needs at least one token");
		}
		if (maxNewTokens < 1) {
			throw new IllegalArgumentException("max-tokens is out of range: it accepts 1 or more");
		}
		if (timeoutNanos < 1) {
			throw new IllegalArgumentException("The request timeout must be positive");
		}
		if (recorded != null && recorded.from() >= prompt.length) {
			throw new IllegalArgumentException("A recorded reply needs at least one token");
		}
	}

	/**
	 * A sequence to write.
	 * @param prompt token ids, at least one
	 * @param maxNewTokens most tokens to write, at least 1; the context may end it sooner
	 * @param sampling how tokens are drawn
	 * @param seed start of the random sequence
	 * @param stopTokens ids that end the sequence
	 * @param timeoutNanos time from submission to the end at most, the queue included
	 * @param listener follows the sequence
	 * @param caller on whose behalf
	 */
	public SequenceTask(int[] prompt, int maxNewTokens, SamplingOptions sampling, long seed, int[] stopTokens,
			long timeoutNanos, TokenListener listener, Caller caller) {
		this(prompt, maxNewTokens, sampling, seed, stopTokens, timeoutNanos, listener, caller, false, null);
	}

	@Override
	public String toString() {
		return "SequenceTask[prompt=" + this.prompt.length + " tokens, maxNewTokens=" + this.maxNewTokens + "]";
	}

}
