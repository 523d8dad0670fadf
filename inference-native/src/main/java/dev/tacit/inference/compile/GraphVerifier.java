/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tacit.inference.model.Architecture;
import dev.tacit.inference.model.LayerType;

/** Loads a fresh graph and runs one token through it before the cache accepts it. */
final class GraphVerifier {

	private GraphVerifier() {
	}

	static void verify(Path graph, Architecture architecture, KeyValueFormat keyValues) {
		Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
		try {
			OrtEnvironment environment = NativeRuntime.environment();
			try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
				options.setCPUArenaAllocator(false);
				options.setIntraOpNumThreads(1);
				try (OrtSession session = NativeRuntime.open(graph, options)) {
					feed(environment, architecture, keyValues, inputs);
					try (OrtSession.Result result = session.run(inputs)) {
						require(((OnnxTensor) result.get("logits").orElseThrow()).getFloatBuffer(), architecture);
					}
				}
			}
		}
		catch (OrtException ex) {
			throw new CompileException("ONNX Runtime does not accept the compiled graph; report this with the version"
					+ " of Tacit and the name of the model", ex);
		}
		finally {
			inputs.values().forEach(OnnxTensor::close);
		}
	}

	private static void feed(OrtEnvironment environment, Architecture a, KeyValueFormat keyValues,
			Map<String, OnnxTensor> inputs) throws OrtException {
		long[] one = { 1 };
		inputs.put("input_ids", OnnxTensor.createTensor(environment, LongBuffer.allocate(1), new long[] { 1, 1 }));
		inputs.put("seqlens_k", OnnxTensor.createTensor(environment, IntBuffer.allocate(1), one));
		inputs.put("total_seq", OnnxTensor.createTensor(environment, IntBuffer.wrap(new int[] { 1 }), one));
		inputs.put("logits_rows", OnnxTensor.createTensor(environment, LongBuffer.allocate(1), one));
		for (int layer : a.layersOf(LayerType.CONVOLUTION)) {
			inputs.put("past_conv." + layer, zeros(environment, 1, a.convStateDepth(), a.hiddenSize()));
		}
		for (int layer : a.layersOf(LayerType.ATTENTION)) {
			String past = "past_key_values." + layer;
			inputs.put(past + ".key", cache(environment, a, keyValues));
			inputs.put(past + ".value", cache(environment, a, keyValues));
		}
	}

	private static OnnxTensor cache(OrtEnvironment environment, Architecture a, KeyValueFormat keyValues)
			throws OrtException {
		long[] shape = { 1, a.keyValueHeads(), 1, a.headSize() };
		return switch (keyValues) {
			case FP32 -> zeros(environment, shape);
			case INT8 -> OnnxTensor.createTensor(environment, ByteBuffer.allocate(a.keyValueHeads() * a.headSize()),
					shape, OnnxJavaType.INT8);
		};
	}

	private static OnnxTensor zeros(OrtEnvironment environment, long... shape) throws OrtException {
		long elements = java.util.Arrays.stream(shape).reduce(1, Math::multiplyExact);
		return OnnxTensor.createTensor(environment, FloatBuffer.allocate(Math.toIntExact(elements)), shape);
	}

	private static void require(FloatBuffer logits, Architecture a) {
		boolean finite = logits.remaining() == a.vocabularySize();
		while (finite && logits.hasRemaining()) {
			finite = Float.isFinite(logits.get());
		}
		if (!finite) {
			throw new CompileException(
					"The compiled graph gives no finite logits; the checkpoint is damaged, download" + " it again");
		}
	}

}
