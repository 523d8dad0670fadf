/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

/**
 * Rounds a block of weights to levels {@code (q - zeroPoint) * scale} with {@code q} and
 * {@code zeroPoint} of 4 or 8 bits.
 * <p>
 * The start is the range of the block, zero included, cut into equal steps; without zero
 * points of its own, the largest magnitude lies on the longer, negative half of the
 * levels (the scale is negative where that weight is positive). For a few narrower ranges
 * the codes are rounded, the scale is fitted to them by least squares (which is
 * {@code sum(x d) / sum(d d)} with {@code d = q - zeroPoint}), and the pair with the
 * smallest squared error is refined by rounding and fitting in turn, with the zero point
 * moved by one where that helps. A candidate replaces the start only if its squared error
 * is smaller, so no block is ever worse than plain rounding: weights trained for plain
 * rounding keep their exact levels.
 * <p>
 * Holds the result of the last block; one instance a thread.
 */
final class BlockQuantizer {

	/** Tried widths of the range relative to the full one. */
	private static final float[] WIDTHS = { 1f, 0.95f, 0.9f, 0.85f, 0.8f, 0.74f, 0.68f };

	/** With 256 levels a narrower range only clips. */
	private static final float[] FULL_WIDTH = { 1f };

	private static final int REFINEMENTS = 4;

	private final int highest;

	private final int middle;

	private final boolean symmetric;

	private final float[] widths;

	private float scale;

	private int zeroPoint;

	// Sums over the codes of the candidate under examination.
	private double codeDotValue;

	private long codeSquares;

	/**
	 * Creates a quantizer.
	 * @param bits 4 or 8
	 * @param symmetric whether the zero point is the middle of the levels
	 */
	BlockQuantizer(int bits, boolean symmetric) {
		this.highest = (1 << bits) - 1;
		this.middle = 1 << (bits - 1);
		this.symmetric = symmetric;
		this.widths = (bits == 4) ? WIDTHS : FULL_WIDTH;
	}

	float scale() {
		return this.scale;
	}

	int zeroPoint() {
		return this.zeroPoint;
	}

	/**
	 * Chooses scale and zero point of a block and writes its codes.
	 * @param values the weights, all finite
	 * @param offset index of the block's first weight
	 * @param length weights in the block, even
	 * @param codes receives a code a byte, or two of four bits, the even weight in the
	 * low half
	 * @param codesAt index of the first byte written
	 */
	void quantize(float[] values, int offset, int length, byte[] codes, int codesAt) {
		float least = 0;
		float most = 0;
		for (int i = offset; i < offset + length; i++) {
			least = Math.min(least, values[i]);
			most = Math.max(most, values[i]);
		}
		startFrom(least, most);
		if (this.scale != 0) {
			improve(values, offset, length);
		}
		pack(values, offset, length, codes, codesAt);
	}

	/** The plain choice: the whole range in equal steps. */
	private void startFrom(float least, float most) {
		if (this.symmetric) {
			float largest = (most > -least) ? most : least;
			float step = (float) ((double) largest / -this.middle);
			this.scale = (Math.abs(step) >= Float.MIN_NORMAL) ? step : 0;
			this.zeroPoint = this.middle;
			return;
		}
		float step = (float) (((double) most - least) / this.highest);
		// A range below the smallest normal float rounds to nothing worth a level.
		this.scale = (step >= Float.MIN_NORMAL) ? step : 0;
		this.zeroPoint = (this.scale > 0) ? clamp(Math.round(-least / step)) : this.middle;
	}

	private void improve(float[] values, int offset, int length) {
		float plainScale = this.scale;
		int plainZero = this.zeroPoint;
		double plainError = error(values, offset, length, plainScale, plainZero);
		float bestScale = plainScale;
		double bestGain = Double.NEGATIVE_INFINITY;
		for (float width : this.widths) {
			float candidate = plainScale * width;
			// A narrower range moves both ends alike, so the zero point stays.
			sum(values, offset, length, candidate, plainZero);
			double gain = gain();
			if (gain > bestGain) {
				bestGain = gain;
				bestScale = fitted();
			}
		}
		refine(values, offset, length, bestScale, plainZero, bestGain);
		if (!(error(values, offset, length, this.scale, this.zeroPoint) < plainError)) {
			this.scale = plainScale;
			this.zeroPoint = plainZero;
		}
	}

	private void refine(float[] values, int offset, int length, float scale, int zero, double gain) {
		this.scale = scale;
		this.zeroPoint = zero;
		double best = gain;
		for (int round = 0; round < REFINEMENTS; round++) {
			double before = best;
			float from = this.scale;
			int centre = this.zeroPoint;
			int reach = this.symmetric ? 0 : 1;
			for (int candidate = Math.max(0, centre - reach); candidate <= Math.min(this.highest,
					centre + reach); candidate++) {
				sum(values, offset, length, from, candidate);
				if (gain() > best) {
					best = gain();
					this.scale = fitted();
					this.zeroPoint = candidate;
				}
			}
			if (best <= before) {
				return;
			}
		}
	}

	/**
	 * How much of the sum of squares the codes explain once the scale is fitted to them.
	 */
	private double gain() {
		return (this.codeSquares > 0 && this.codeDotValue != 0)
				? this.codeDotValue * this.codeDotValue / this.codeSquares : Double.NEGATIVE_INFINITY;
	}

	private float fitted() {
		return (float) (this.codeDotValue / this.codeSquares);
	}

	private void sum(float[] values, int offset, int length, float scale, int zero) {
		float inverse = 1 / scale;
		float shift = zero + 0.5f;
		// Four accumulators: the additions do not wait for each other.
		float dot0 = 0;
		float dot1 = 0;
		float dot2 = 0;
		float dot3 = 0;
		int squares0 = 0;
		int squares1 = 0;
		int squares2 = 0;
		int squares3 = 0;
		for (int i = offset; i < offset + length; i += 4) {
			int d0 = code(values[i] * inverse + shift) - zero;
			int d1 = code(values[i + 1] * inverse + shift) - zero;
			int d2 = code(values[i + 2] * inverse + shift) - zero;
			int d3 = code(values[i + 3] * inverse + shift) - zero;
			dot0 += d0 * values[i];
			dot1 += d1 * values[i + 1];
			dot2 += d2 * values[i + 2];
			dot3 += d3 * values[i + 3];
			squares0 += d0 * d0;
			squares1 += d1 * d1;
			squares2 += d2 * d2;
			squares3 += d3 * d3;
		}
		this.codeDotValue = (double) dot0 + dot1 + dot2 + dot3;
		this.codeSquares = squares0 + squares1 + squares2 + squares3;
	}

	private double error(float[] values, int offset, int length, float scale, int zero) {
		float inverse = 1 / scale;
		float shift = zero + 0.5f;
		double error = 0;
		for (int i = offset; i < offset + length; i++) {
			float difference = values[i] - (code(values[i] * inverse + shift) - zero) * scale;
			error += (double) difference * difference;
		}
		return error;
	}

	private void pack(float[] values, int offset, int length, byte[] codes, int codesAt) {
		float inverse = (this.scale != 0) ? 1 / this.scale : 0;
		float shift = this.zeroPoint + 0.5f;
		if (this.highest > 15) {
			for (int i = 0; i < length; i++) {
				codes[codesAt + i] = (byte) code(values[offset + i] * inverse + shift);
			}
			return;
		}
		for (int i = 0; i < length; i += 2) {
			int even = code(values[offset + i] * inverse + shift);
			int odd = code(values[offset + i + 1] * inverse + shift);
			codes[codesAt + i / 2] = (byte) (even | odd << 4);
		}
	}

	// The cast truncates, so half a step added before it rounds to the nearest level;
	// what
	// is below zero ends at zero either way. Limits on integers are cheaper than on
	// floats.
	private int code(float level) {
		return Math.min(Math.max((int) level, 0), this.highest);
	}

	private int clamp(int level) {
		return Math.min(Math.max(level, 0), this.highest);
	}

}
