/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.util.Arrays;
import java.util.BitSet;

import dev.tacit.inference.sample.SamplingOptions;

/** Writes down the tokens of one generation. Belongs to the decode thread. */
final class TokenRecord {

	private final int[] prompt;

	private final SamplingOptions sampling;

	private final long seed;

	private int[] reply = new int[64];

	private int length;

	private final BitSet forced = new BitSet();

	private final BitSet bound = new BitSet();

	private int forcedAhead;

	private boolean nextIsBound;

	TokenRecord(int[] prompt, SamplingOptions sampling, long seed) {
		this.prompt = prompt;
		this.sampling = sampling;
		this.seed = seed;
	}

	int promptTokens() {
		return this.prompt.length;
	}

	long seed() {
		return this.seed;
	}

	/** The next draw takes a token of a set, or of the whole vocabulary. */
	void nextIsBound(boolean toASet) {
		this.nextIsBound = toASet;
	}

	/** So many tokens follow without a draw. */
	void force(int count) {
		this.forcedAhead += count;
	}

	void add(int token) {
		if (this.length == this.reply.length) {
			this.reply = Arrays.copyOf(this.reply, 2 * this.length);
		}
		if (this.forcedAhead > 0) {
			this.forcedAhead--;
			this.forced.set(this.length);
		}
		else if (this.nextIsBound) {
			this.bound.set(this.length);
		}
		this.reply[this.length++] = token;
	}

	GenerationTokens toTokens() {
		return new GenerationTokens(this.prompt.clone(), Arrays.copyOf(this.reply, this.length),
				(BitSet) this.forced.clone(), (BitSet) this.bound.clone(), this.sampling, this.seed);
	}

}
