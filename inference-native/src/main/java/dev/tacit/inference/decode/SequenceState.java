/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

/**
 * The hybrid state of one sequence: short-convolution windows of fixed size, and
 * key-value caches that grow by doubling. Each tensor is handed to the graph as past and
 * pinned as present, so a step changes it in place and copies nothing.
 * <p>
 * Owned by the decode thread.
 */
final class SequenceState implements AutoCloseable {

	private static final int FIRST_CAPACITY = 256;

	private final OrtEnvironment environment;

	private final List<StateTensor> layout;

	private final int maxCapacity;

	private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();

	private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();

	private final Map<String, FloatBuffer> buffers = new HashMap<>();

	private int capacity;

	private int length;

	SequenceState(OrtEnvironment environment, List<StateTensor> layout, int firstTokens, int maxCapacity)
			throws OrtException {
		this.environment = environment;
		this.layout = layout;
		this.maxCapacity = maxCapacity;
		this.capacity = capacityFor(firstTokens);
		for (StateTensor tensor : layout) {
			allocate(tensor);
		}
	}

	/** Tokens whose state is held. */
	int length() {
		return this.length;
	}

	int capacity() {
		return this.capacity;
	}

	Map<String, OnnxTensor> inputs() {
		return this.inputs;
	}

	Map<String, OnnxTensor> outputs() {
		return this.outputs;
	}

	void advance(int tokens) {
		this.length += tokens;
	}

	/**
	 * Makes room for further tokens, copying the rows in use when the cache must grow.
	 */
	void reserve(int tokens) throws OrtException {
		int needed = this.length + tokens;
		if (needed <= this.capacity) {
			return;
		}
		int oldCapacity = this.capacity;
		this.capacity = capacityFor(needed);
		for (StateTensor tensor : this.layout) {
			if (tensor.growing()) {
				FloatBuffer old = bufferOf(tensor);
				OnnxTensor oldTensor = this.inputs.get(tensor.input());
				allocate(tensor);
				copyRows(tensor, old, oldCapacity, bufferOf(tensor));
				if (oldTensor != null) {
					oldTensor.close();
				}
			}
		}
	}

	private void copyRows(StateTensor tensor, FloatBuffer from, int fromCapacity, FloatBuffer to) {
		long[] shape = tensor.concrete(this.capacity);
		int heads = (int) shape[1];
		int width = (int) shape[3];
		for (int head = 0; head < heads; head++) {
			to.put(head * this.capacity * width, from, head * fromCapacity * width, this.length * width);
		}
	}

	private FloatBuffer bufferOf(StateTensor tensor) {
		FloatBuffer buffer = this.buffers.get(tensor.input());
		if (buffer == null) {
			throw new IllegalStateException("No buffer for " + tensor.input());
		}
		return buffer;
	}

	private void allocate(StateTensor tensor) throws OrtException {
		long[] shape = tensor.concrete(this.capacity);
		long elements = 1;
		for (long dimension : shape) {
			elements = Math.multiplyExact(elements, dimension);
		}
		FloatBuffer buffer = ByteBuffer
			.allocateDirect(Math.toIntExact(Math.multiplyExact(elements, (long) Float.BYTES)))
			.order(ByteOrder.nativeOrder())
			.asFloatBuffer();
		OnnxTensor value = OnnxTensor.createTensor(this.environment, buffer, shape);
		this.buffers.put(tensor.input(), buffer);
		this.inputs.put(tensor.input(), value);
		this.outputs.put(tensor.output(), value);
	}

	private int capacityFor(int tokens) {
		int grown = FIRST_CAPACITY;
		while (grown < tokens) {
			grown *= 2;
		}
		return Math.max(tokens, Math.min(grown, this.maxCapacity));
	}

	@Override
	public void close() {
		this.inputs.values().forEach(OnnxTensor::close);
		this.inputs.clear();
		this.outputs.clear();
		this.buffers.clear();
	}

}
