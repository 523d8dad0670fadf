/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The memory of one state tensor for all rows, outside the heap so that ONNX Runtime
 * reads and writes it in place. Keys and values lie as [row, head, capacity, headSize],
 * convolution states as the graph declares them.
 */
final class Slab {

	private final StateTensor tensor;

	private final int capacity;

	private final int rowSize;

	private final FloatBuffer floats;

	Slab(StateTensor tensor, int rows, int capacity) {
		this.tensor = tensor;
		this.capacity = capacity;
		this.rowSize = tensor.rowSize(capacity);
		this.floats = direct(Math.multiplyExact(rows, this.rowSize));
	}

	static FloatBuffer direct(int floats) {
		return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
			.order(ByteOrder.nativeOrder())
			.asFloatBuffer();
	}

	StateTensor tensor() {
		return this.tensor;
	}

	/** Rows from one on, as ONNX Runtime shall see them. */
	FloatBuffer rows(int first, int count) {
		return this.floats.slice(first * this.rowSize, count * this.rowSize);
	}

	void clear(int row) {
		for (int i = 0; i < this.rowSize; i++) {
			this.floats.put(row * this.rowSize + i, 0);
		}
	}

	/** Copies the first tokens of a row here to a row of another slab, or of this one. */
	void copyRow(int from, Slab target, int to, int tokens) {
		if (!this.tensor.growing()) {
			target.floats.put(to * this.rowSize, this.floats, from * this.rowSize, this.rowSize);
			return;
		}
		for (int head = 0; head < this.tensor.heads(); head++) {
			target.floats.put(target.at(to, head, 0), this.floats, at(from, head, 0), tokens * this.tensor.headSize());
		}
	}

	void swapRows(int a, int b, int tokensOfA, int tokensOfB) {
		if (!this.tensor.growing()) {
			swap(a * this.rowSize, b * this.rowSize, this.rowSize);
			return;
		}
		int floatsInUse = Math.max(tokensOfA, tokensOfB) * this.tensor.headSize();
		for (int head = 0; head < this.tensor.heads(); head++) {
			swap(at(a, head, 0), at(b, head, 0), floatsInUse);
		}
	}

	private void swap(int a, int b, int count) {
		float[] kept = new float[count];
		this.floats.get(a, kept);
		this.floats.put(a, this.floats, b, count);
		this.floats.put(b, kept);
	}

	/** Copies tokens of a key-value row out, or in; returns the floats moved. */
	int copyTokens(int row, int fromToken, int tokens, FloatBuffer block, int blockAt, boolean out) {
		int count = tokens * this.tensor.headSize();
		int position = blockAt;
		for (int head = 0; head < this.tensor.heads(); head++) {
			int here = at(row, head, fromToken);
			if (out) {
				block.put(position, this.floats, here, count);
			}
			else {
				this.floats.put(here, block, position, count);
			}
			position += count;
		}
		return position - blockAt;
	}

	/** Copies the whole of a row out. */
	int copyOut(int row, FloatBuffer block, int blockAt) {
		block.put(blockAt, this.floats, row * this.rowSize, this.rowSize);
		return this.rowSize;
	}

	/** Overwrites the whole of a row. */
	int copyIn(int row, FloatBuffer source, int sourceAt) {
		this.floats.put(row * this.rowSize, source, sourceAt, this.rowSize);
		return this.rowSize;
	}

	int rowSize() {
		return this.rowSize;
	}

	private int at(int row, int head, int token) {
		return row * this.rowSize + (head * this.capacity + token) * this.tensor.headSize();
	}

}
