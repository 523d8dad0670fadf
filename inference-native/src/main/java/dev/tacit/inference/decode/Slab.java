/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory of one state tensor for all rows, outside the heap so that ONNX Runtime
 * reads and writes it in place. Keys and values lie as [row, head, capacity, headSize],
 * convolution states as the graph declares them. Sizes and positions are bytes.
 */
final class Slab {

	private final StateTensor tensor;

	private final int capacity;

	private final int rowSize;

	private final ByteBuffer bytes;

	Slab(StateTensor tensor, int rows, int capacity) {
		this.tensor = tensor;
		this.capacity = capacity;
		this.rowSize = tensor.rowSize(capacity);
		this.bytes = direct(Math.multiplyExact(rows, this.rowSize));
	}

	/** Zeroed memory outside the heap, in the order of this machine. */
	static ByteBuffer direct(int bytes) {
		return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
	}

	/** Overwrites the whole of some memory. */
	static void wipe(ByteBuffer memory) {
		memory.put(0, new byte[memory.capacity()]);
	}

	StateTensor tensor() {
		return this.tensor;
	}

	/** Rows from one on, as ONNX Runtime shall see them. */
	ByteBuffer rows(int first, int count) {
		return this.bytes.slice(first * this.rowSize, count * this.rowSize).order(ByteOrder.nativeOrder());
	}

	void clear(int row) {
		this.bytes.put(row * this.rowSize, new byte[this.rowSize]);
	}

	/** Copies the first tokens of a row here to a row of another slab, or of this one. */
	void copyRow(int from, Slab target, int to, int tokens) {
		if (!this.tensor.growing()) {
			target.bytes.put(to * this.rowSize, this.bytes, from * this.rowSize, this.rowSize);
			return;
		}
		for (int head = 0; head < this.tensor.heads(); head++) {
			target.bytes.put(target.at(to, head, 0), this.bytes, at(from, head, 0), tokens * this.tensor.tokenSize());
		}
	}

	void swapRows(int a, int b, int tokensOfA, int tokensOfB) {
		if (!this.tensor.growing()) {
			swap(a * this.rowSize, b * this.rowSize, this.rowSize);
			return;
		}
		int inUse = Math.max(tokensOfA, tokensOfB) * this.tensor.tokenSize();
		for (int head = 0; head < this.tensor.heads(); head++) {
			swap(at(a, head, 0), at(b, head, 0), inUse);
		}
	}

	private void swap(int a, int b, int count) {
		byte[] kept = new byte[count];
		this.bytes.get(a, kept);
		this.bytes.put(a, this.bytes, b, count);
		this.bytes.put(b, kept);
	}

	/** Copies tokens of a key-value row out, or in; returns the bytes moved. */
	int copyTokens(int row, int fromToken, int tokens, ByteBuffer block, int blockAt, boolean out) {
		int count = tokens * this.tensor.tokenSize();
		int position = blockAt;
		for (int head = 0; head < this.tensor.heads(); head++) {
			int here = at(row, head, fromToken);
			if (out) {
				block.put(position, this.bytes, here, count);
			}
			else {
				this.bytes.put(here, block, position, count);
			}
			position += count;
		}
		return position - blockAt;
	}

	/** Copies the whole of a row out. */
	int copyOut(int row, ByteBuffer block, int blockAt) {
		block.put(blockAt, this.bytes, row * this.rowSize, this.rowSize);
		return this.rowSize;
	}

	/** Overwrites the whole of a row. */
	int copyIn(int row, ByteBuffer source, int sourceAt) {
		this.bytes.put(row * this.rowSize, source, sourceAt, this.rowSize);
		return this.rowSize;
	}

	int rowSize() {
		return this.rowSize;
	}

	private int at(int row, int head, int token) {
		return row * this.rowSize + (head * this.capacity + token) * this.tensor.tokenSize();
	}

}
