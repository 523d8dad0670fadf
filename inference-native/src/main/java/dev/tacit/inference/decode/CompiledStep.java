/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

/**
 * A step of a graph of our own compiler, which computes the logits that are asked for.
 */
final class CompiledStep implements Step {

	private final int rows;

	private final LongBuffer idBuffer;

	private final IntBuffer lengthBuffer;

	private final IntBuffer totalBuffer;

	private final OnnxTensor ids;

	private final OnnxTensor lengths;

	private final OnnxTensor total;

	private final OnnxTensor wanted;

	private final OnnxTensor logits;

	private final int wantedRows;

	private final FloatBuffer logitsBuffer;

	/**
	 * Creates the tensors of a shape.
	 * @param session the graph
	 * @param shape rows, tokens and the positions whose logits are asked for
	 * @param logits receives them
	 */
	CompiledStep(GraphSession session, StepShape shape, FloatBuffer logits) throws OrtException {
		OrtEnvironment environment = session.environment();
		int rows = shape.rows();
		int tokens = shape.tokens();
		// The head multiplies too: its rows come in pairs like all others.
		int wantedRows = StepShape.even(shape.wanted());
		this.rows = rows;
		this.wantedRows = wantedRows;
		this.idBuffer = Slab.direct(rows * tokens * Long.BYTES).asLongBuffer();
		this.lengthBuffer = Slab.direct(rows * Integer.BYTES).asIntBuffer();
		this.totalBuffer = Slab.direct(Integer.BYTES).asIntBuffer();
		LongBuffer wantedBuffer = Slab.direct(Math.max(1, wantedRows) * Long.BYTES).asLongBuffer();
		for (int i = 0; i < wantedRows; i++) {
			wantedBuffer.put(i, shape.firstWanted() + Math.min(i, shape.wanted() - 1));
		}
		this.ids = OnnxTensor.createTensor(environment, this.idBuffer, new long[] { rows, tokens });
		this.lengths = OnnxTensor.createTensor(environment, this.lengthBuffer, new long[] { rows });
		this.total = OnnxTensor.createTensor(environment, this.totalBuffer, session.scalarShape());
		this.wanted = OnnxTensor.createTensor(environment, wantedBuffer.limit(wantedRows), new long[] { wantedRows });
		this.logitsBuffer = logits.slice(0, wantedRows * session.vocabularySize());
		this.logits = OnnxTensor.createTensor(environment, this.logitsBuffer,
				new long[] { wantedRows, session.vocabularySize() });
	}

	@Override
	public void token(int index, int id) {
		this.idBuffer.put(index, id);
	}

	@Override
	public void lengths(int[] after) {
		int longest = 0;
		for (int row = 0; row < this.rows; row++) {
			this.lengthBuffer.put(row, after[row] - 1);
			longest = Math.max(longest, after[row]);
		}
		this.totalBuffer.put(0, longest);
	}

	@Override
	public void addTo(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> pinned) {
		inputs.put(GraphSession.INPUT_IDS, this.ids);
		inputs.put(GraphSession.LENGTHS, this.lengths);
		inputs.put(GraphSession.TOTAL, this.total);
		inputs.put(GraphSession.ROWS, this.wanted);
		if (this.wantedRows > 0) {
			pinned.put(GraphSession.LOGITS, this.logits);
		}
	}

	@Override
	public void logits(int index, float[] into) {
		this.logitsBuffer.get(index * into.length, into);
	}

	@Override
	public void close() {
		this.ids.close();
		this.lengths.close();
		this.total.close();
		this.wanted.close();
		this.logits.close();
	}

}
