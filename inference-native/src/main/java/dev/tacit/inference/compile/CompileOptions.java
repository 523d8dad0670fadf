/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

/**
 * What the compiler is asked for. Part of the cache key.
 *
 * @param weights how matrices are stored; default {@link WeightFormat#INT4}
 * @param blockSize weights that share a scale: 16, 32, 64, 128 or 256, default 128. A
 * matrix whose width is no multiple gets the largest smaller size that divides it
 * @param maxContext most positions the graph can address, in tokens; the model's own
 * limit wins if it is smaller. Default 32,768
 */
public record CompileOptions(WeightFormat weights, int blockSize, int maxContext) {

	public CompileOptions {
		if (blockSize < 16 || blockSize > 256 || Integer.bitCount(blockSize) != 1) {
			throw new IllegalArgumentException("The block size is " + blockSize + "; use 16, 32, 64, 128 or 256");
		}
		if (maxContext < 1 || maxContext > 1 << 20) {
			throw new IllegalArgumentException("The context is " + maxContext + " tokens; use 1 to " + (1 << 20));
		}
	}

	/**
	 * Four bits, block 128, 32,768 positions.
	 * @return the options
	 */
	public static CompileOptions defaults() {
		return new CompileOptions(WeightFormat.INT4, 128, 32_768);
	}

	/**
	 * The same with another format.
	 * @param weights the format
	 * @return the options
	 */
	public CompileOptions withWeights(WeightFormat weights) {
		return new CompileOptions(weights, this.blockSize, this.maxContext);
	}

	/**
	 * The same with another block size.
	 * @param blockSize 16, 32, 64, 128 or 256
	 * @return the options
	 */
	public CompileOptions withBlockSize(int blockSize) {
		return new CompileOptions(this.weights, blockSize, this.maxContext);
	}

	/**
	 * The same with another context.
	 * @param maxContext in tokens
	 * @return the options
	 */
	public CompileOptions withMaxContext(int maxContext) {
		return new CompileOptions(this.weights, this.blockSize, maxContext);
	}

	String key() {
		return "weights=" + this.weights + " block=" + this.blockSize + " context=" + this.maxContext;
	}

}
