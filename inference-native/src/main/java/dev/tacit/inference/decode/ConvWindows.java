/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

/**
 * The gated inputs that the convolutions of one step saw: the state before it, then one
 * column a token. Any run of columns as long as a state is the state after some token of
 * the step; this is what makes rolling back drafts, and keeping states in the middle of a
 * chunk, cost a copy and nothing else.
 * <p>
 * Owned by the decode thread.
 */
final class ConvWindows {

	private final OrtEnvironment environment;

	private final int maxTokens;

	private final Map<StateTensor, ByteBuffer> buffers = new LinkedHashMap<>();

	/**
	 * Reserves the windows.
	 * @param environment the runtime
	 * @param layout state tensors; keys and values are left out
	 * @param maxTokens most tokens of a step
	 */
	ConvWindows(OrtEnvironment environment, Iterable<StateTensor> layout, int maxTokens) {
		this.environment = environment;
		this.maxTokens = maxTokens;
		for (StateTensor tensor : layout) {
			if (!tensor.growing()) {
				this.buffers.put(tensor, Slab.direct((depth(tensor) + maxTokens) * width(tensor)));
			}
		}
	}

	/** Outputs to pin for a step of one row; the caller closes them. */
	Map<String, OnnxTensor> bind(int tokens) throws OrtException {
		if (tokens > this.maxTokens) {
			throw new IllegalArgumentException("A step of " + tokens + " tokens exceeds " + this.maxTokens);
		}
		Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
		for (Map.Entry<StateTensor, ByteBuffer> window : this.buffers.entrySet()) {
			StateTensor tensor = window.getKey();
			int columns = depth(tensor) + tokens;
			ByteBuffer view = window.getValue().slice(0, columns * width(tensor)).order(ByteOrder.nativeOrder());
			outputs.put(tensor.window(), OnnxTensor.createTensor(this.environment, view,
					new long[] { 1, columns, tensor.shape()[2] }, tensor.type()));
		}
		return outputs;
	}

	/**
	 * Sets a row to the state after some tokens of the step; 0 is the state before it.
	 */
	void copyTo(Slab slab, int row, int tokens) {
		StateTensor tensor = slab.tensor();
		slab.copyIn(row, buffer(tensor), tokens * width(tensor));
	}

	/** Copies the state after some tokens of the step to a block. */
	int copyOut(StateTensor tensor, int tokens, ByteBuffer block, int blockAt) {
		int count = depth(tensor) * width(tensor);
		block.put(blockAt, buffer(tensor), tokens * width(tensor), count);
		return count;
	}

	private ByteBuffer buffer(StateTensor tensor) {
		ByteBuffer buffer = this.buffers.get(tensor);
		if (buffer == null) {
			throw new IllegalArgumentException("No window for " + tensor.input());
		}
		return buffer;
	}

	private static int depth(StateTensor tensor) {
		return (int) tensor.shape()[1];
	}

	/** Bytes of a column. */
	private static int width(StateTensor tensor) {
		return (int) tensor.shape()[2] * tensor.type().size;
	}

}
