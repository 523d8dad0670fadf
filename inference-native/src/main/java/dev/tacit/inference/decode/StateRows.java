/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import org.jspecify.annotations.Nullable;

/**
 * The hybrid state of all sequences, one row each: short-convolution windows of fixed
 * size and key-value caches. Rows lie side by side in one buffer a tensor, so that the
 * first n of them are a batch and any of them is a sequence of its own, both without a
 * copy. Each tensor is handed to the graph as past and pinned as present: a step changes
 * it in place.
 * <p>
 * All rows have the same capacity, since a batch is one rectangular tensor. It starts at
 * 256 tokens and doubles when the longest row needs more; rows are added by doubling too.
 * A longer capacity costs memory, not time: attention reads only the tokens in use.
 * Memory that is no longer needed stays reserved while the bound allows it; where more
 * rows would pass the bound, they become shorter again.
 * <p>
 * Owned by the decode thread.
 */
final class StateRows implements AutoCloseable {

	private static final int FIRST_CAPACITY = 256;

	private final OrtEnvironment environment;

	private final List<StateTensor> layout;

	private final int maxRows;

	private final int maxCapacity;

	private final long maxTokens;

	private final int[] lengths;

	private List<Slab> slabs = List.of();

	private int rows;

	private int capacity;

	private @Nullable Binding batch;

	private @Nullable ByteBuffer lent;

	private final @Nullable Binding[] single;

	/**
	 * Reserves nothing yet.
	 * @param environment the runtime
	 * @param layout state tensors of the graph
	 * @param maxRows most rows
	 * @param maxCapacity most tokens of a row
	 * @param maxTokens most tokens of all rows together
	 */
	StateRows(OrtEnvironment environment, List<StateTensor> layout, int maxRows, int maxCapacity, long maxTokens) {
		this.environment = environment;
		this.layout = layout;
		this.maxRows = maxRows;
		this.maxCapacity = maxCapacity;
		this.maxTokens = maxTokens;
		this.lengths = new int[maxRows];
		this.single = new Binding[maxRows];
	}

	/** Tokens whose state a row holds. */
	int length(int row) {
		return this.lengths[row];
	}

	void advance(int row, int tokens) {
		this.lengths[row] += tokens;
	}

	/** Tokens that fit into a row as reserved. */
	int capacity() {
		return this.capacity;
	}

	/** Tokens that fit into the memory reserved. */
	long reservedTokens() {
		return (long) this.rows * this.capacity;
	}

	List<Slab> slabs() {
		return this.slabs;
	}

	/** Capacity in tokens that a sequence of some tokens ends up with. */
	int capacityFor(int tokens) {
		int grown = FIRST_CAPACITY;
		while (grown < tokens) {
			grown *= 2;
		}
		return Math.max(tokens, Math.min(grown, this.maxCapacity));
	}

	/**
	 * Makes room for some rows of some tokens, copying the tokens in use when the buffers
	 * must grow.
	 * @param neededRows rows in use, the first ones
	 * @param neededTokens tokens that the longest of them needs room for
	 */
	void reserve(int neededRows, int neededTokens) {
		if (neededRows <= this.rows && neededTokens <= this.capacity) {
			return;
		}
		int newCapacity = Math.max(this.capacity, capacityFor(neededTokens));
		if ((long) neededRows * newCapacity > this.maxTokens) {
			newCapacity = capacityFor(neededTokens);
		}
		int newRows = this.rows;
		while (newRows < neededRows) {
			newRows = Math.min(this.maxRows, Math.max(1, newRows * 2));
		}
		newRows = (int) Math.max(neededRows, Math.min(newRows, this.maxTokens / newCapacity));
		releaseBindings();
		List<Slab> grown = new ArrayList<>();
		for (int i = 0; i < this.layout.size(); i++) {
			Slab slab = new Slab(this.layout.get(i), newRows, newCapacity);
			for (int row = 0; row < Math.min(this.rows, newRows); row++) {
				this.slabs.get(i).copyRow(row, slab, row, this.lengths[row]);
			}
			grown.add(slab);
		}
		this.slabs = List.copyOf(grown);
		this.rows = newRows;
		this.capacity = newCapacity;
	}

	/**
	 * Remembers what a step would change of a row that takes part in it as the spare one.
	 * Its next key and value lie beyond its length and need no care.
	 */
	void lend(int row) {
		int bytes = 0;
		for (Slab slab : this.slabs) {
			bytes += slab.tensor().growing() ? 0 : slab.rowSize();
		}
		if (this.lent == null || this.lent.capacity() < bytes) {
			this.lent = Slab.direct(bytes);
		}
		int at = 0;
		for (Slab slab : this.slabs) {
			at += slab.tensor().growing() ? 0 : slab.copyOut(row, this.lent, at);
		}
	}

	/** Gives a row back what it was when it was lent. */
	void takeBack(int row) {
		ByteBuffer kept = this.lent;
		int at = 0;
		for (Slab slab : this.slabs) {
			at += (slab.tensor().growing() || kept == null) ? 0 : slab.copyIn(row, kept, at);
		}
	}

	/** Makes a row that nobody holds that of an empty sequence, without clearing it. */
	void empty(int row) {
		this.lengths[row] = 0;
	}

	/** Makes a row that of an empty sequence. */
	void clear(int row) {
		this.lengths[row] = 0;
		for (Slab slab : this.slabs) {
			if (!slab.tensor().growing()) {
				slab.clear(row);
			}
		}
	}

	void move(int from, int to) {
		for (Slab slab : this.slabs) {
			slab.copyRow(from, slab, to, this.lengths[from]);
		}
		this.lengths[to] = this.lengths[from];
		this.lengths[from] = 0;
	}

	void swap(int a, int b) {
		for (Slab slab : this.slabs) {
			slab.swapRows(a, b, this.lengths[a], this.lengths[b]);
		}
		int kept = this.lengths[a];
		this.lengths[a] = this.lengths[b];
		this.lengths[b] = kept;
	}

	/** Sets the convolution states of a row, and how many tokens the row now holds. */
	void rewind(int row, int length, ConvWindows windows, int window) {
		for (Slab slab : this.slabs) {
			if (!slab.tensor().growing()) {
				windows.copyTo(slab, row, window);
			}
		}
		this.lengths[row] = length;
	}

	/**
	 * The first rows as one batch. The result is valid until rows grow or change number.
	 */
	Binding batch(int count) throws OrtException {
		Binding current = this.batch;
		if (current == null || current.rows() != count) {
			if (current != null) {
				current.close();
			}
			current = bind(0, count);
			this.batch = current;
		}
		return current;
	}

	/** One row as a batch of one. The result is valid until rows grow. */
	Binding row(int row) throws OrtException {
		Binding current = this.single[row];
		if (current == null) {
			current = bind(row, 1);
			this.single[row] = current;
		}
		return current;
	}

	private Binding bind(int first, int count) throws OrtException {
		Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
		Map<String, OnnxTensor> keyValues = new LinkedHashMap<>();
		Map<String, OnnxTensor> convolutions = new LinkedHashMap<>();
		for (Slab slab : this.slabs) {
			StateTensor tensor = slab.tensor();
			ByteBuffer view = slab.rows(first, count);
			OnnxTensor value = OnnxTensor.createTensor(this.environment, view, tensor.concrete(count, this.capacity),
					tensor.type());
			inputs.put(tensor.input(), value);
			(tensor.growing() ? keyValues : convolutions).put(tensor.output(), value);
		}
		return new Binding(count, inputs, keyValues, convolutions);
	}

	private void releaseBindings() {
		if (this.batch != null) {
			this.batch.close();
			this.batch = null;
		}
		for (int row = 0; row < this.single.length; row++) {
			Binding binding = this.single[row];
			if (binding != null) {
				binding.close();
				this.single[row] = null;
			}
		}
	}

	@Override
	public void close() {
		releaseBindings();
		this.slabs = List.of();
		this.rows = 0;
		this.capacity = 0;
	}

	/**
	 * Rows as tensors of the graph.
	 *
	 * @param rows number of rows
	 * @param inputs past states by input name
	 * @param keyValues the same key-value tensors by output name
	 * @param convolutions the same convolution tensors by output name
	 */
	record Binding(int rows, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> keyValues,
			Map<String, OnnxTensor> convolutions) implements AutoCloseable {

		@Override
		public void close() {
			this.inputs.values().forEach(OnnxTensor::close);
		}

	}

}
