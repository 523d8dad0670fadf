/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import dev.tacit.inference.model.TinyModel;

/** The weights of a tiny model after a round trip through four or eight bits. */
final class QuantizedModel {

	private final TinyModel model;

	private final CompileOptions options;

	private final UnaryOperator<String> bits;

	private final Map<String, float[]> values = new HashMap<>();

	/**
	 * Creates the round trip.
	 * @param bits "4" or "8" for the name of a tensor in the checkpoint
	 */
	QuantizedModel(TinyModel model, CompileOptions options, UnaryOperator<String> bits) {
		this.model = model;
		this.options = options;
		this.bits = bits;
	}

	float[] values(String name) {
		return this.values.computeIfAbsent(name, this::roundTrip);
	}

	private float[] roundTrip(String name) {
		TinyModel.Weights weights = this.model.tensors().get(name);
		return (weights.shape().length == 2) ? dequantized(weights.values(), blockFor((int) weights.shape()[1]),
				Integer.parseInt(this.bits.apply(name)), this.options.symmetric()) : weights.values();
	}

	int blockFor(int width) {
		int block = this.options.blockSize();
		while (width % block != 0) {
			block /= 2;
		}
		return block;
	}

	static float[] dequantized(float[] values, int block) {
		return dequantized(values, block, 4, false);
	}

	static float[] dequantized(float[] values, int block, int bits, boolean symmetric) {
		BlockQuantizer quantizer = new BlockQuantizer(bits, symmetric);
		float[] result = new float[values.length];
		byte[] codes = new byte[block];
		for (int at = 0; at < values.length; at += block) {
			quantizer.quantize(values, at, block, codes, 0);
			for (int i = 0; i < block; i++) {
				int code = (bits == 8) ? codes[i] & 255 : (codes[i / 2] >> (4 * (i % 2))) & 15;
				result[at + i] = (code - quantizer.zeroPoint()) * quantizer.scale();
			}
		}
		return result;
	}

}
