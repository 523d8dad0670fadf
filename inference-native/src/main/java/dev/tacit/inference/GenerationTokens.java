/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.util.Arrays;
import java.util.BitSet;

import dev.tacit.inference.sample.SamplingOptions;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one generation and all that decided them: enough to hold the reply
 * against a model again with {@link Engine#score}. {@link #toString()} shows sizes.
 *
 * @param prompt tokens the model read
 * @param reply tokens that followed, the stop token included if one ended the reply
 * @param forced places in the reply that the engine wrote without asking the model
 * @param bound places where a grammar left the model less than its whole vocabulary
 * @param sampling how the others were drawn
 * @param seed start of the random sequence
 */
public record GenerationTokens(int[] prompt, int[] reply, BitSet forced, BitSet bound, SamplingOptions sampling,
		long seed) {

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof GenerationTokens tokens && Arrays.equals(this.prompt, tokens.prompt)
				&& Arrays.equals(this.reply, tokens.reply) && this.forced.equals(tokens.forced)
				&& this.bound.equals(tokens.bound) && this.sampling.equals(tokens.sampling) && this.seed == tokens.seed;
	}

	@Override
	public int hashCode() {
		return 31 * Arrays.hashCode(this.prompt) + Arrays.hashCode(this.reply);
	}

	@Override
	public String toString() {
		return "GenerationTokens[prompt=" + this.prompt.length + ", reply=" + this.reply.length + "]";
	}

}
