/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tacit.inference.model.Architecture;
import dev.tacit.inference.model.LayerType;

/**
 * Runs a compiled graph the way the engine does: every cache tensor is given as past and
 * pinned as present, so all state is updated in place.
 */
final class GraphRunner implements AutoCloseable {

	private final OrtEnvironment environment = NativeRuntime.environment();

	private final OrtSession session;

	private final Architecture a;

	private final int batch;

	private final Map<String, OnnxTensor> past = new LinkedHashMap<>();

	private final Map<String, OnnxTensor> present = new LinkedHashMap<>();

	private final Map<String, FloatBuffer> buffers = new HashMap<>();

	GraphRunner(CompiledModel model, int batch, int capacity) throws OrtException {
		this.a = model.architecture();
		this.batch = batch;
		try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
			options.setIntraOpNumThreads(2);
			this.session = this.environment.createSession(model.graph().toString(), options);
		}
		for (int layer : this.a.layersOf(LayerType.CONVOLUTION)) {
			state("past_conv." + layer, "present_conv." + layer, batch, this.a.convStateDepth(), this.a.hiddenSize());
		}
		for (int layer : this.a.layersOf(LayerType.ATTENTION)) {
			for (String kind : new String[] { "key", "value" }) {
				state("past_key_values." + layer + "." + kind, "present." + layer + "." + kind, batch,
						this.a.keyValueHeads(), capacity, this.a.headSize());
			}
		}
	}

	private void state(String pastName, String presentName, long... shape) throws OrtException {
		long elements = java.util.Arrays.stream(shape).reduce(1, Math::multiplyExact);
		FloatBuffer buffer = ByteBuffer.allocateDirect((int) elements * 4)
			.order(ByteOrder.nativeOrder())
			.asFloatBuffer();
		OnnxTensor tensor = OnnxTensor.createTensor(this.environment, buffer, shape);
		this.past.put(pastName, tensor);
		this.present.put(presentName, tensor);
		this.buffers.put(pastName, buffer);
	}

	/** Copies the state of the one row of another runner into a row of this one. */
	void copyRow(GraphRunner from, int row) {
		this.buffers.forEach((name, to) -> {
			FloatBuffer source = from.buffers.get(name).duplicate().rewind();
			int size = to.capacity() / this.batch;
			to.duplicate().position(row * size).put(source.limit(size));
		});
	}

	/** Adds tokens after {@code before} earlier ones; logits of the wanted flat rows. */
	float[][] run(int[][] tokens, int[] before, long... wanted) throws OrtException {
		int sequence = tokens[0].length;
		LongBuffer ids = LongBuffer.allocate(this.batch * sequence);
		IntBuffer lengths = IntBuffer.allocate(this.batch);
		int total = 0;
		for (int row = 0; row < this.batch; row++) {
			for (int token : tokens[row]) {
				ids.put(token);
			}
			lengths.put(before[row] + sequence - 1);
			total = Math.max(total, before[row] + sequence);
		}
		Map<String, OnnxTensor> inputs = new LinkedHashMap<>(this.past);
		try (OnnxTensor inputIds = OnnxTensor.createTensor(this.environment, ids.rewind(),
				new long[] { this.batch, sequence });
				OnnxTensor seqlens = OnnxTensor.createTensor(this.environment, lengths.rewind(),
						new long[] { this.batch });
				OnnxTensor totalSeq = OnnxTensor.createTensor(this.environment, IntBuffer.wrap(new int[] { total }),
						(total % 2 == 0) ? new long[0] : new long[] { 1 });
				OnnxTensor rows = OnnxTensor.createTensor(this.environment, LongBuffer.wrap(wanted),
						new long[] { wanted.length })) {
			inputs.put("input_ids", inputIds);
			inputs.put("seqlens_k", seqlens);
			inputs.put("total_seq", totalSeq);
			inputs.put("logits_rows", rows);
			try (OrtSession.Result result = this.session.run(inputs, Set.of("logits"), this.present)) {
				if (wanted.length == 0) {
					return new float[0][];
				}
				return (float[][]) result.get("logits").orElseThrow().getValue();
			}
		}
	}

	@Override
	public void close() throws OrtException {
		this.past.values().forEach(OnnxTensor::close);
		this.session.close();
	}

}
