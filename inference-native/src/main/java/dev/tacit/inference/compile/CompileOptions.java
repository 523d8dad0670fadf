/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.util.List;

/**
 * What the compiler is asked for. Part of the cache key. Immutable; change one value with
 * a {@code with} method.
 *
 * @param weights how matrices are stored; default {@link WeightFormat#INT4}
 * @param blockSize weights that share a scale: 16, 32, 64, 128 or 256, default 128. A
 * matrix whose width is no multiple gets the largest smaller size that divides it
 * @param symmetric whether blocks have no zero point of their own: a little smaller, with
 * a larger error. Default {@code false}
 * @param eightBit matrices that are stored in eight bits although {@code weights} says
 * four, by name with {@code *} for any characters: {@code head} (and with it the
 * embedding it may be tied to), {@code layer.0.*}, {@code layer.*.ffn.w2}. Default none
 * @param maxContext most positions the graph can address, in tokens; the model's own
 * limit wins if it is smaller. Default 32,768
 * @param keyValues how keys and values are kept; default {@link KeyValueFormat#FP32}
 */
public record CompileOptions(WeightFormat weights, int blockSize, boolean symmetric, List<String> eightBit,
		int maxContext, KeyValueFormat keyValues) {

	private static final int MAX_PATTERNS = 1000;

	public CompileOptions {
		eightBit = List.copyOf(eightBit);
		if (blockSize < 16 || blockSize > 256 || Integer.bitCount(blockSize) != 1) {
			throw new IllegalArgumentException("The block size is " + blockSize + "; use 16, 32, 64, 128 or 256");
		}
		if (maxContext < 1 || maxContext > 1 << 20) {
			throw new IllegalArgumentException("The context is " + maxContext + " tokens; use 1 to " + (1 << 20));
		}
		if (eightBit.size() > MAX_PATTERNS
				|| !eightBit.stream().allMatch((pattern) -> pattern.matches("[A-Za-z0-9_.*]{1,100}"))) {
			throw new IllegalArgumentException(
					"A matrix to keep in eight bits has no valid name; use names such as head or layer.*.ffn.w2");
		}
	}

	/**
	 * Four bits, block 128 with zero points, 32,768 positions.
	 * @return the options
	 */
	public static CompileOptions defaults() {
		return new CompileOptions(WeightFormat.INT4, 128, false, List.of(), 32_768, KeyValueFormat.FP32);
	}

	public CompileOptions withWeights(WeightFormat value) {
		return new CompileOptions(value, this.blockSize, this.symmetric, this.eightBit, this.maxContext,
				this.keyValues);
	}

	public CompileOptions withBlockSize(int value) {
		return new CompileOptions(this.weights, value, this.symmetric, this.eightBit, this.maxContext, this.keyValues);
	}

	public CompileOptions withSymmetric(boolean value) {
		return new CompileOptions(this.weights, this.blockSize, value, this.eightBit, this.maxContext, this.keyValues);
	}

	public CompileOptions withEightBit(List<String> value) {
		return new CompileOptions(this.weights, this.blockSize, this.symmetric, value, this.maxContext, this.keyValues);
	}

	public CompileOptions withMaxContext(int value) {
		return new CompileOptions(this.weights, this.blockSize, this.symmetric, this.eightBit, value, this.keyValues);
	}

	public CompileOptions withKeyValues(KeyValueFormat value) {
		return new CompileOptions(this.weights, this.blockSize, this.symmetric, this.eightBit, this.maxContext, value);
	}

	String key() {
		return "weights=" + this.weights + " block=" + this.blockSize + " symmetric=" + this.symmetric + " eight="
				+ this.eightBit + " context=" + this.maxContext + " keyvalues=" + this.keyValues;
	}

}
