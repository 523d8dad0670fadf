/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.util.HashMap;
import java.util.Map;

import dev.tacit.inference.model.TinyModel;

/** The weights of a tiny model after a round trip through four bits. */
final class QuantizedModel {

	private final TinyModel model;

	private final int blockSize;

	private final Map<String, float[]> values = new HashMap<>();

	QuantizedModel(TinyModel model, int blockSize) {
		this.model = model;
		this.blockSize = blockSize;
	}

	float[] values(String name) {
		return this.values.computeIfAbsent(name, this::roundTrip);
	}

	private float[] roundTrip(String name) {
		TinyModel.Weights weights = this.model.tensors().get(name);
		return (weights.shape().length == 2) ? dequantized(weights.values(), blockFor((int) weights.shape()[1]))
				: weights.values();
	}

	int blockFor(int width) {
		int block = this.blockSize;
		while (width % block != 0) {
			block /= 2;
		}
		return block;
	}

	static float[] dequantized(float[] values, int block) {
		BlockQuantizer quantizer = new BlockQuantizer();
		float[] result = new float[values.length];
		byte[] codes = new byte[block / 2];
		for (int at = 0; at < values.length; at += block) {
			quantizer.quantize(values, at, block, codes, 0);
			for (int i = 0; i < block; i++) {
				int code = (codes[i / 2] >> (4 * (i % 2))) & 15;
				result[at + i] = (code - quantizer.zeroPoint()) * quantizer.scale();
			}
		}
		return result;
	}

}
