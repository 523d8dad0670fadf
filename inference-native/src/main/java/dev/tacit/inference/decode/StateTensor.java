/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

/**
 * One state tensor of the graph, as the session declares it.
 *
 * @param input name under which the state goes in
 * @param output name under which the next state comes out
 * @param shape declared shape, -1 where it is symbolic
 * @param growing whether the third dimension is the capacity of a KV cache
 */
record StateTensor(String input, String output, long[] shape, boolean growing) {

	private static final String KEY_VALUE = "past_key_values.";

	private static final String CONVOLUTION = "past_conv.";

	static boolean isState(String inputName) {
		return inputName.startsWith(KEY_VALUE) || inputName.startsWith(CONVOLUTION);
	}

	static StateTensor of(String inputName, long[] declaredShape) {
		boolean growing = inputName.startsWith(KEY_VALUE);
		String output = growing ? "present." + inputName.substring(KEY_VALUE.length())
				: "present_conv." + inputName.substring(CONVOLUTION.length());
		return new StateTensor(inputName, output, declaredShape, growing);
	}

	/**
	 * The shape for one sequence.
	 * @param capacity tokens that a KV cache shall hold
	 * @return a shape without symbolic dimensions
	 */
	long[] concrete(int capacity) {
		long[] concrete = this.shape.clone();
		concrete[0] = 1;
		if (this.growing) {
			concrete[2] = capacity;
		}
		return concrete;
	}

}
