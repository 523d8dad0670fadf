/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

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
		int mostWanted = StepShape.even(Math.max(maxRows, maxLogits));
		this.logits = Slab.direct(Math.multiplyExact(session.logitsSize(mostWanted, maxChunk), Float.BYTES))
			.asFloatBuffer();
		this.windows = session.windows()
				? new ConvWindows(session.environment(), session.layout(), StepShape.even(maxChunk)) : null;
		this.batches = new Step[maxRows + 1];
		this.lengths = new int[StepShape.even(maxRows)];
	}

	/** The windows of the last chunk; {@code null} where the graph tells none. */
	@Nullable ConvWindows windows() {
		return this.windows;
	}

	/**
	 * One token for each of the first rows. Where their number is odd, the row after them
	 * goes along as the spare one of {@link StepShape}: it must be reserved, and stays
	 * what it was.
	 * @param tokens the token of each row
	 * @param rows number of rows
	 */
	void batch(int[] tokens, int rows) {
		boolean spare = StepShape.even(rows) > rows;
		try {
			Step step = this.batches[rows];
			if (step == null) {
				step = this.session.step(StepShape.batch(rows), this.logits);
				this.batches[rows] = step;
			}
			for (int row = 0; row < rows; row++) {
				step.token(row, tokens[row]);
				this.lengths[row] = this.states.length(row) + 1;
			}
			if (spare) {
				step.token(rows, tokens[0]);
				this.lengths[rows] = this.states.length(rows) + 1;
				this.states.lend(rows);
			}
			step.lengths(this.lengths);
			StateRows.Binding binding = this.states.batch(StepShape.even(rows));
			run(binding, step, Map.of(), true);
			this.last = step;
		}
		catch (OrtException ex) {
			throw new DecodeException("ONNX Runtime failed in a step of " + rows + " sequences", ex);
		}
		finally {
			if (spare) {
				this.states.takeBack(rows);
			}
		}
		for (int row = 0; row < rows; row++) {
			this.states.advance(row, 1);
		}
	}

	/**
	 * Several tokens of one row. An odd number of them is made even by a spare token,
	 * which leaves no trace, where the graph tells windows and the row has room.
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
		boolean pad = this.windows != null && StepShape.even(count) > count && before + count < this.states.capacity();
		int spare = pad ? 1 : 0;
		Map<String, OnnxTensor> windowOutputs = Map.of();
		Step previous = this.lastChunk;
		if (previous != null) {
			previous.close();
			this.lastChunk = null;
		}
		try {
			// Closed by the next chunk: its logits are read until then.
			Step step = this.session.step(StepShape.chunk(count, spare, wanted), this.logits);
			this.lastChunk = step;
			this.last = step;
			for (int i = 0; i < count; i++) {
				step.token(i, tokens[from + i]);
			}
			if (pad) {
				step.token(count, tokens[from + count - 1]);
			}
			step.lengths(new int[] { before + count + spare });
			windowOutputs = (this.windows != null) ? this.windows.bind(count + spare) : Map.of();
			run(this.states.row(row), step, windowOutputs, !tentative && !pad);
		}
		catch (OrtException ex) {
			throw new DecodeException("ONNX Runtime failed in a step of " + count + " tokens at position " + before,
					ex);
		}
		finally {
			windowOutputs.values().forEach(OnnxTensor::close);
		}
		if (tentative) {
			return;
		}
		if (pad) {
			this.states.rewind(row, before + count, Objects.requireNonNull(this.windows), count);
		}
		else {
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
