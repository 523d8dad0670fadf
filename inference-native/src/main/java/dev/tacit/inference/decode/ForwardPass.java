/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import org.jspecify.annotations.Nullable;

/**
 * Steps of the model over the rows of a {@link StateRows}. Attention on CPUs takes
 * several new tokens for one row, or one new token for many rows, so there are two kinds
 * of step: {@link #batch} and {@link #chunk}.
 * <p>
 * Owned by the decode thread.
 */
final class ForwardPass implements AutoCloseable {

	private final GraphSession session;

	private final StateRows states;

	private final FloatBuffer logits;

	private final @Nullable ConvWindows windows;

	private final @Nullable Step[] batches;

	private final int[] lengths;

	private @Nullable Step last;

	private @Nullable Step lastChunk;

	/**
	 * Creates the steps of a session.
	 * @param session the graph
	 * @param states the rows
	 * @param maxRows most rows of a batch
	 * @param maxChunk most tokens of a chunk
	 * @param maxLogits most logits of a chunk
	 */
	ForwardPass(GraphSession session, StateRows states, int maxRows, int maxChunk, int maxLogits) {
		this.session = session;
		this.states = states;
		this.logits = Slab.direct(session.logitsSize(Math.max(maxRows, maxLogits), maxChunk));
		this.windows = session.windows() ? new ConvWindows(session.environment(), session.layout(), maxChunk) : null;
		this.batches = new Step[maxRows + 1];
		this.lengths = new int[maxRows];
	}

	/** The windows of the last chunk; {@code null} where the graph tells none. */
	@Nullable ConvWindows windows() {
		return this.windows;
	}

	/**
	 * One token for each of the first rows.
	 * @param tokens the token of each row
	 * @param rows number of rows
	 */
	void batch(int[] tokens, int rows) {
		try {
			Step step = this.batches[rows];
			if (step == null) {
				step = this.session.step(rows, 1, rows, this.logits);
				this.batches[rows] = step;
			}
			for (int row = 0; row < rows; row++) {
				step.token(row, tokens[row]);
				this.lengths[row] = this.states.length(row) + 1;
			}
			step.lengths(this.lengths);
			StateRows.Binding binding = this.states.batch(rows);
			run(binding, step, Map.of(), true);
			this.last = step;
		}
		catch (OrtException ex) {
			throw new DecodeException("ONNX Runtime failed in a step of " + rows + " sequences", ex);
		}
		for (int row = 0; row < rows; row++) {
			this.states.advance(row, 1);
		}
	}

	/**
	 * Several tokens of one row.
	 * @param row the row
	 * @param tokens source of the ids
	 * @param from first id
	 * @param count number of ids
	 * @param wanted positions, the last ones, whose logits are asked for; 0 skips the
	 * head
	 * @param tentative leaves the row as it was, but for keys and values beyond its
	 * length: {@link StateRows#rewind} then says how many tokens count
	 */
	void chunk(int row, int[] tokens, int from, int count, int wanted, boolean tentative) {
		int before = this.states.length(row);
		Map<String, OnnxTensor> windowOutputs = Map.of();
		Step previous = this.lastChunk;
		if (previous != null) {
			previous.close();
			this.lastChunk = null;
		}
		try {
			// Closed by the next chunk: its logits are read until then.
			Step step = this.session.step(1, count, wanted, this.logits);
			this.lastChunk = step;
			this.last = step;
			for (int i = 0; i < count; i++) {
				step.token(i, tokens[from + i]);
			}
			step.lengths(new int[] { before + count });
			windowOutputs = (this.windows != null) ? this.windows.bind(count) : Map.of();
			run(this.states.row(row), step, windowOutputs, !tentative);
		}
		catch (OrtException ex) {
			throw new DecodeException("ONNX Runtime failed in a step of " + count + " tokens at position " + before,
					ex);
		}
		finally {
			windowOutputs.values().forEach(OnnxTensor::close);
		}
		if (!tentative) {
			this.states.advance(row, count);
		}
	}

	private void run(StateRows.Binding binding, Step step, Map<String, OnnxTensor> windowOutputs,
			boolean keepConvolutions) throws OrtException {
		Map<String, OnnxTensor> inputs = new HashMap<>(binding.inputs());
		Map<String, OnnxTensor> pinned = new HashMap<>(binding.keyValues());
		pinned.putAll(windowOutputs);
		if (keepConvolutions) {
			pinned.putAll(binding.convolutions());
		}
		step.addTo(inputs, pinned);
		this.session.run(inputs, pinned);
	}

	/** Copies logits of the last step: of a row of a batch, or of a wanted position. */
	void logits(int index, float[] into) {
		Step step = this.last;
		if (step == null) {
			throw new IllegalStateException("No step was taken");
		}
		step.logits(index, into);
	}

	@Override
	public void close() {
		for (Step step : this.batches) {
			if (step != null) {
				step.close();
			}
		}
		if (this.lastChunk != null) {
			this.lastChunk.close();
		}
	}

}
