/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.util.BitSet;
import java.util.SplittableRandom;

import dev.tacit.inference.sample.Sampler;
import dev.tacit.inference.sample.SamplingOptions;
import dev.tacit.inference.sample.TokenConstraint;
import org.jspecify.annotations.Nullable;

/**
 * Draws texts under constraints and takes the time of what the constraint adds to each
 * token: the mask, its use in the draw, and the way on.
 */
final class MaskTimes {

	private final SplittableRandom random = new SplittableRandom(1);

	private final float[] source;

	private final float[] logits;

	private final int end;

	private final Sampler sampler = new Sampler(SamplingOptions.GREEDY, 0);

	private long nanos;

	private long worstNanos;

	private int tokens;

	MaskTimes(int vocabulary, int end) {
		this.end = end;
		this.logits = new float[vocabulary];
		this.source = new float[2 * vocabulary];
		for (int i = 0; i < this.source.length; i++) {
			this.source[i] = (float) this.random.nextGaussian();
		}
	}

	/** Draws one text of at most so many tokens. */
	void draw(TokenConstraint constraint, int most) {
		for (int remaining = most; remaining > 0; remaining--) {
			int offset = this.random.nextInt(this.logits.length);
			long free = sample(offset, null);
			long start = System.nanoTime();
			BitSet allowed = constraint.allowed(remaining);
			long masked = System.nanoTime() - start;
			int drawn = this.sampler.sample(shifted(offset), allowed);
			long bound = sample(offset, allowed);
			start = System.nanoTime();
			boolean over = !constraint.accept(drawn) || drawn == this.end || constraint.complete();
			int[] forced = over ? new int[0] : constraint.forced();
			for (int token : forced) {
				constraint.accept(token);
			}
			add(masked + Math.max(0, bound - free) + System.nanoTime() - start, 1 + forced.length);
			remaining -= forced.length;
			if (over) {
				return;
			}
		}
	}

	private long sample(int offset, @Nullable BitSet allowed) {
		float[] drawn = shifted(offset);
		long start = System.nanoTime();
		this.sampler.sample(drawn, allowed);
		return System.nanoTime() - start;
	}

	private float[] shifted(int offset) {
		System.arraycopy(this.source, offset, this.logits, 0, this.logits.length);
		return this.logits;
	}

	private void add(long cost, int count) {
		this.nanos += cost;
		this.worstNanos = Math.max(this.worstNanos, cost);
		this.tokens += count;
	}

	/**
	 * What a token costs.
	 * @return microseconds, those that were forced included
	 */
	double mean() {
		return this.nanos / 1e3 / this.tokens;
	}

	/**
	 * What the dearest token cost.
	 * @return microseconds
	 */
	double worst() {
		return this.worstNanos / 1e3;
	}

}
