/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.tacit.inference.model.GraphInterface;
import org.jspecify.annotations.Nullable;

/**
 * A step of a published graph: lengths come from the attention mask, and the logits of
 * all positions are computed unless the graph can be told otherwise.
 */
final class PublishedStep implements Step {

	private final OrtEnvironment environment;

	private final GraphInterface face;

	private final int rows;

	private final int tokens;

	private final int positions;

	private final int wanted;

	private final LongBuffer idBuffer;

	private final OnnxTensor ids;

	private final LongBuffer positionBuffer;

	private final @Nullable OnnxTensor positionIds;

	private final @Nullable OnnxTensor keep;

	private final FloatBuffer logitsBuffer;

	private final OnnxTensor logits;

	/** As wide as the longest row, so made anew for each step. */
	private @Nullable OnnxTensor mask;

	PublishedStep(OrtEnvironment environment, GraphInterface face, StepShape shape, FloatBuffer logits)
			throws OrtException {
		int rows = shape.rows();
		int tokens = shape.tokens();
		int wanted = shape.wanted();
		this.environment = environment;
		this.face = face;
		this.rows = rows;
		this.tokens = tokens;
		this.wanted = wanted;
		this.positions = (face.logitsToKeep() != null) ? Math.max(1, Math.min(wanted, tokens)) : tokens;
		this.idBuffer = Slab.direct(rows * tokens * Long.BYTES).asLongBuffer();
		this.positionBuffer = Slab.direct(rows * tokens * Long.BYTES).asLongBuffer();
		this.ids = OnnxTensor.createTensor(environment, this.idBuffer, new long[] { rows, tokens });
		this.positionIds = (face.positionIds() != null)
				? OnnxTensor.createTensor(environment, this.positionBuffer, new long[] { rows, tokens }) : null;
		this.keep = (face.logitsToKeep() != null) ? keep(face, this.positions) : null;
		this.logitsBuffer = logits.slice(0, rows * this.positions * face.vocabularySize());
		this.logits = OnnxTensor.createTensor(environment, this.logitsBuffer,
				new long[] { rows, this.positions, face.vocabularySize() });
	}

	private OnnxTensor keep(GraphInterface graph, int count) throws OrtException {
		LongBuffer value = Slab.direct(Long.BYTES).asLongBuffer().put(0, count);
		boolean scalar = graph.input(String.valueOf(graph.logitsToKeep()))
			.map((input) -> input.shape().isEmpty())
			.orElse(true);
		return OnnxTensor.createTensor(this.environment, value, scalar ? new long[0] : new long[] { 1 });
	}

	/** Floats that the logits of a step may take. */
	static int logitsSize(GraphInterface face, int maxRows, int maxChunk) {
		int most = (face.logitsToKeep() != null) ? maxRows : Math.max(maxRows, maxChunk);
		return Math.multiplyExact(most, face.vocabularySize());
	}

	@Override
	public void token(int index, int id) {
		this.idBuffer.put(index, id);
	}

	@Override
	public void lengths(int[] after) throws OrtException {
		int longest = 0;
		for (int row = 0; row < this.rows; row++) {
			longest = Math.max(longest, after[row]);
			for (int i = 0; i < this.tokens; i++) {
				this.positionBuffer.put(row * this.tokens + i, (long) after[row] - this.tokens + i);
			}
		}
		if (this.face.attentionMask() == null) {
			return;
		}
		LongBuffer ones = Slab.direct(this.rows * longest * Long.BYTES).asLongBuffer();
		for (int row = 0; row < this.rows; row++) {
			for (int i = 0; i < after[row]; i++) {
				ones.put(row * longest + i, 1);
			}
		}
		closeMask();
		this.mask = OnnxTensor.createTensor(this.environment, ones, new long[] { this.rows, longest });
	}

	@Override
	public void addTo(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> pinned) {
		inputs.put(this.face.inputIds(), this.ids);
		put(inputs, this.face.attentionMask(), this.mask);
		put(inputs, this.face.positionIds(), this.positionIds);
		put(inputs, this.face.logitsToKeep(), this.keep);
		if (this.wanted > 0) {
			pinned.put(this.face.logits(), this.logits);
		}
	}

	private static void put(Map<String, OnnxTensor> inputs, @Nullable String name, @Nullable OnnxTensor value) {
		if (name != null && value != null) {
			inputs.put(name, value);
		}
	}

	@Override
	public void logits(int index, float[] into) {
		int position = (this.rows > 1) ? index : this.positions - this.wanted + index;
		this.logitsBuffer.get(position * this.face.vocabularySize(), into);
	}

	private void closeMask() {
		if (this.mask != null) {
			this.mask.close();
			this.mask = null;
		}
	}

	@Override
	public void close() {
		closeMask();
		this.ids.close();
		this.logits.close();
		if (this.positionIds != null) {
			this.positionIds.close();
		}
		if (this.keep != null) {
			this.keep.close();
		}
	}

}
