/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;

/**
 * One state tensor of the graph, as the session declares it.
 *
 * @param input name under which the state goes in
 * @param output name under which the next state comes out
 * @param shape declared shape, -1 where it is symbolic
 * @param growing whether the third dimension is the capacity of a KV cache
 * @param type of its elements
 */
record StateTensor(String input, String output, long[] shape, boolean growing, OnnxJavaType type) {

	private static final String KEY_VALUE = "past_key_values.";

	private static final String CONVOLUTION = "past_conv.";

	static boolean isState(String inputName) {
		return inputName.startsWith(KEY_VALUE) || inputName.startsWith(CONVOLUTION);
	}

	static StateTensor of(String inputName, TensorInfo declared) {
		boolean growing = inputName.startsWith(KEY_VALUE);
		String output = growing ? "present." + inputName.substring(KEY_VALUE.length())
				: "present_conv." + inputName.substring(CONVOLUTION.length());
		return new StateTensor(inputName, output, declared.getShape(), growing, declared.type);
	}

	/**
	 * The output that holds every gated input of a step, for a convolution's state.
	 */
	String window() {
		return "conv_window." + this.input.substring(CONVOLUTION.length());
	}

	/**
	 * The shape for some sequences.
	 * @param rows number of sequences
	 * @param capacity tokens that a KV cache shall hold
	 * @return a shape without symbolic dimensions
	 */
	long[] concrete(int rows, int capacity) {
		long[] concrete = this.shape.clone();
		concrete[0] = rows;
		if (this.growing) {
			concrete[2] = capacity;
		}
		return concrete;
	}

	/**
	 * Bytes of one sequence.
	 */
	int rowSize(int capacity) {
		long bytes = this.type.size;
		for (long dimension : concrete(1, capacity)) {
			bytes = Math.multiplyExact(bytes, dimension);
		}
		return Math.toIntExact(bytes);
	}

	/** Heads of a key-value cache. */
	int heads() {
		return (int) this.shape[1];
	}

	/** Bytes of one token in one head of a key-value cache. */
	int tokenSize() {
		return (int) this.shape[3] * this.type.size;
	}

}
