/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * Draws the tokens of one sequence. Order of the steps, as in the model's reference
 * implementation: repetition penalty, temperature, top-k, top-p, min-p, draw. The same
 * logits, options and seed give the same tokens whatever else the engine does.
 * <p>
 * Not thread-safe: it belongs to one sequence and is called by the decode thread.
 */
public final class Sampler {

	private final SamplingOptions options;

	private final SplittableRandom random;

	private final BitSet seen = new BitSet();

	private final Candidates candidates = new Candidates();

	/**
	 * Creates the sampler of one sequence.
	 * @param options how to draw
	 * @param seed start of the random sequence, unused when greedy
	 */
	public Sampler(SamplingOptions options, long seed) {
		this.options = options;
		this.random = new SplittableRandom(seed);
	}

	/**
	 * Notes tokens that the repetition penalty counts.
	 * @param tokens prompt or forced tokens
	 */
	public void observe(int... tokens) {
		for (int token : tokens) {
			this.seen.set(token);
		}
	}

	/**
	 * Draws one token and {@link #observe observes} it.
	 * @param logits one logit per vocabulary entry; changed by the penalty
	 * @return the token id
	 * @throws SamplingException if no logit is a number
	 */
	public int sample(float[] logits) {
		return sample(logits, null);
	}

	/**
	 * Draws one token of a set and {@link #observe observes} it.
	 * @param logits one logit per vocabulary entry; changed by the penalty and the set
	 * @param allowed token ids that may be drawn, {@code null} for all; not changed
	 * @return the token id
	 * @throws SamplingException if no allowed logit is a number
	 */
	public int sample(float[] logits, @Nullable BitSet allowed) {
		if (allowed != null) {
			int from = allowed.nextClearBit(0);
			while (from < logits.length) {
				int to = allowed.nextSetBit(from);
				to = (to < 0) ? logits.length : Math.min(to, logits.length);
				Arrays.fill(logits, from, to, Float.NEGATIVE_INFINITY);
				from = allowed.nextClearBit(to);
			}
		}
		penalize(logits);
		int token = this.options.greedy() ? largest(logits) : draw(logits);
		this.seen.set(token);
		return token;
	}

	/**
	 * Holds a recorded token against what would be drawn, and {@link #observe observes}
	 * it. Takes the random number that drawing it took.
	 * @param logits one logit per vocabulary entry; changed by the penalty
	 * @param token the recorded token
	 * @param forced whether it was written without a draw
	 * @return how it stands; with distance 0 where it was forced
	 * @throws SamplingException if no logit is a number
	 */
	public TokenScore judge(float[] logits, int token, boolean forced) {
		penalize(logits);
		float own = logits[token];
		float best = logits[largest(logits)];
		double sum = 0;
		int rank = 0;
		for (float logit : logits) {
			sum += Math.exp(logit - best);
			rank += (logit > own) ? 1 : 0;
		}
		double distance = 0;
		if (!forced) {
			distance = this.options.greedy() ? best - own : distance(logits, token);
		}
		this.seen.set(token);
		return new TokenScore(token, rank, own - best - Math.log(sum), distance);
	}

	private double distance(float[] logits, int token) {
		selectCandidates(logits);
		return this.candidates.distance(token, this.random.nextDouble());
	}

	private void penalize(float[] logits) {
		float penalty = (float) this.options.repetitionPenalty();
		if (penalty == 1) {
			return;
		}
		for (int token = this.seen.nextSetBit(0); token >= 0
				&& token < logits.length; token = this.seen.nextSetBit(token + 1)) {
			float logit = logits[token];
			logits[token] = (logit > 0) ? logit / penalty : logit * penalty;
		}
	}

	private static int largest(float[] logits) {
		int best = -1;
		float bestLogit = Float.NEGATIVE_INFINITY;
		for (int token = 0; token < logits.length; token++) {
			if (logits[token] > bestLogit) {
				bestLogit = logits[token];
				best = token;
			}
		}
		if (best < 0) {
			throw new SamplingException();
		}
		return best;
	}

	private int draw(float[] logits) {
		selectCandidates(logits);
		return this.candidates.draw(this.random.nextDouble());
	}

	private void selectCandidates(float[] logits) {
		if (this.options.topK() == 0 || this.options.topK() >= logits.length) {
			this.candidates.selectAll(logits);
		}
		else {
			this.candidates.select(logits, this.options.topK());
		}
		this.candidates.toProbabilities(this.options.temperature());
		this.candidates.keepTopP(this.options.topP());
		this.candidates.keepMinP(this.options.minP());
	}

}
