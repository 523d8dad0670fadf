/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The short convolutions of LFM2.5-1.2B, ten layers of 2,048 channels and three taps, in
 * the three forms that a graph may give them: shifted copies times weights, token major,
 * as {@link Lfm2Graph} writes them; {@code Conv} over a transposed window; and ONNX
 * Runtime's {@code CausalConvWithState} over a transposed input. Each takes and gives
 * what the layer before and after have, {@code [batch, sequence, hidden]}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
public class ConvolutionForms {

	private static final int LAYERS = 10;

	private static final int HIDDEN = 2048;

	private static final int TAPS = 3;

	/** How the convolutions are written. */
	@Param({ "SHIFTED", "CONV", "CAUSAL_CONV_WITH_STATE" })
	private Form form;

	/** Sequences by tokens: a step of one, of eight, and a chunk of a prompt. */
	@Param({ "2x1", "8x1", "1x128" })
	private String step;

	private OrtSession session;

	private Map<String, OnnxTensor> inputs;

	/**
	 * Opens the graph, and holds its result against a plain sum.
	 * @throws OrtException if ONNX Runtime refuses it
	 */
	@Setup
	public void open() throws OrtException {
		String[] parts = this.step.split("x");
		int batch = Integer.parseInt(parts[0]);
		int sequence = Integer.parseInt(parts[1]);
		OrtEnvironment environment = NativeRuntime.environment();
		try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
			options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
			options.setIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
			this.session = environment.createSession(this.form.graph().toByteArray(), options);
		}
		this.inputs = new LinkedHashMap<>();
		this.inputs.put("input", tensor(1, batch, sequence, HIDDEN));
		for (int layer = 0; layer < LAYERS; layer++) {
			this.inputs.put("past." + layer,
					this.form.tokenMajor() ? tensor(2 + layer, batch, TAPS - 1, HIDDEN) : transposed(2 + layer, batch));
		}
		requireTheSum(batch, sequence);
	}

	private static OnnxTensor tensor(long seed, long... shape) throws OrtException {
		return OnnxTensor.createTensor(NativeRuntime.environment(), FloatBuffer.wrap(values(seed, shape)), shape);
	}

	private static float[] values(long seed, long... shape) {
		int count = 1;
		for (long dimension : shape) {
			count *= Math.toIntExact(dimension);
		}
		Random random = new Random(seed);
		float[] values = new float[count];
		for (int i = 0; i < count; i++) {
			values[i] = (float) random.nextGaussian();
		}
		return values;
	}

	private static OnnxTensor transposed(long seed, int batch) throws OrtException {
		float[] tokens = values(seed, batch, TAPS - 1, HIDDEN);
		float[] channels = new float[tokens.length];
		for (int row = 0; row < batch; row++) {
			for (int column = 0; column < TAPS - 1; column++) {
				for (int channel = 0; channel < HIDDEN; channel++) {
					channels[(row * HIDDEN + channel) * (TAPS - 1)
							+ column] = tokens[(row * (TAPS - 1) + column) * HIDDEN + channel];
				}
			}
		}
		return OnnxTensor.createTensor(NativeRuntime.environment(), FloatBuffer.wrap(channels),
				new long[] { batch, HIDDEN, TAPS - 1 });
	}

	private void requireTheSum(int batch, int sequence) throws OrtException {
		float[] expected = values(1, batch, sequence, HIDDEN);
		for (int layer = 0; layer < LAYERS; layer++) {
			float[] past = values(2 + layer, batch, TAPS - 1, HIDDEN);
			float[] next = new float[expected.length];
			for (int i = 0; i < next.length; i++) {
				int channel = i % HIDDEN;
				int token = i / HIDDEN % sequence;
				int row = i / HIDDEN / sequence;
				for (int tap = 0; tap < TAPS; tap++) {
					int from = token + tap - (TAPS - 1);
					float value = (from >= 0) ? expected[(row * sequence + from) * HIDDEN + channel]
							: past[(row * (TAPS - 1) + from + TAPS - 1) * HIDDEN + channel];
					next[i] += value * weight(layer, channel, tap);
				}
			}
			expected = next;
		}
		try (OrtSession.Result result = this.session.run(this.inputs)) {
			float[] output = new float[expected.length];
			((OnnxTensor) result.get("output").orElseThrow()).getFloatBuffer().get(output);
			for (int i = 0; i < output.length; i++) {
				if (Math.abs(output[i] - expected[i]) > 1e-4 * (1 + Math.abs(expected[i]))) {
					throw new IllegalStateException(this.form + " gives " + output[i] + " and not " + expected[i]);
				}
			}
		}
	}

	private static float weight(int layer, int channel, int tap) {
		return 0.3f + 0.001f * ((layer * 31 + channel * 7 + tap * 13) % 100);
	}

	/**
	 * One step through the ten convolutions.
	 * @return an output
	 * @throws OrtException if ONNX Runtime fails
	 */
	@Benchmark
	public Object step() throws OrtException {
		try (OrtSession.Result result = this.session.run(this.inputs)) {
			return result.size();
		}
	}

	/**
	 * Closes the session.
	 * @throws OrtException if ONNX Runtime fails
	 */
	@TearDown
	public void close() throws OrtException {
		this.inputs.values().forEach(OnnxTensor::close);
		this.session.close();
	}

	/** How the convolutions are written. */
	public enum Form {

		/** Shifted copies times weights. */
		SHIFTED {
			@Override
			String layer(OnnxGraph graph, int layer, String input) {
				String at = "layer." + layer;
				String window = graph.apply("Concat", OnnxGraph.ONNX, at + ".window", List.of("past." + layer, input),
						OnnxAttribute.of("axis", 1));
				graph.apply("Slice", OnnxGraph.ONNX, "present." + layer,
						List.of(window, "state.start", "everything", "axis.1"));
				String sum = "";
				for (int tap = 0; tap < TAPS; tap++) {
					String shifted = (tap == TAPS - 1) ? input : graph.apply("Slice", OnnxGraph.ONNX,
							at + ".shifted." + tap, List.of(window, "tap." + tap, "end." + tap, "axis.1"));
					String weighted = graph.apply("Mul", OnnxGraph.ONNX, at + ".weighted." + tap,
							List.of(shifted, weights(graph, at + ".tap." + tap, layer, tap)));
					sum = sum.isEmpty() ? weighted
							: graph.apply("Add", OnnxGraph.ONNX, at + ".sum." + tap, List.of(sum, weighted));
				}
				return sum;
			}

			private String weights(OnnxGraph graph, String name, int layer, int tap) {
				float[] values = new float[HIDDEN];
				for (int channel = 0; channel < HIDDEN; channel++) {
					values[channel] = weight(layer, channel, tap);
				}
				floats(graph, name, List.of((long) HIDDEN), values);
				return name;
			}

			@Override
			boolean tokenMajor() {
				return true;
			}
		},

		/** Conv over a transposed window. */
		CONV {
			@Override
			String layer(OnnxGraph graph, int layer, String input) {
				String at = "layer." + layer;
				String window = graph.apply("Concat", OnnxGraph.ONNX, at + ".window",
						List.of("past." + layer, transpose(graph, at + ".channels", input)),
						OnnxAttribute.of("axis", 2));
				graph.apply("Slice", OnnxGraph.ONNX, "present." + layer,
						List.of(window, "state.start", "everything", "axis.2"));
				String output = graph.apply("Conv", OnnxGraph.ONNX, at + ".conv",
						List.of(window, kernel(graph, at + ".kernel", layer)), OnnxAttribute.of("group", HIDDEN));
				return transpose(graph, at + ".tokens", output);
			}
		},

		/** ONNX Runtime's operator for it. */
		CAUSAL_CONV_WITH_STATE {
			@Override
			String layer(OnnxGraph graph, int layer, String input) {
				String at = "layer." + layer;
				graph.add(new OnnxNode(at + ".conv", "CausalConvWithState", OnnxGraph.MICROSOFT,
						List.of(transpose(graph, at + ".channels", input), kernel(graph, at + ".kernel", layer), "",
								"past." + layer),
						List.of(at + ".output", "present." + layer), List.of(OnnxAttribute.of("activation", "none"))));
				return transpose(graph, at + ".tokens", at + ".output");
			}
		};

		abstract String layer(OnnxGraph graph, int layer, String input);

		boolean tokenMajor() {
			return false;
		}

		OnnxGraph graph() {
			OnnxGraph graph = new OnnxGraph("convolutions");
			graph.input("input", OnnxType.FLOAT, List.of("batch", "sequence", (long) HIDDEN));
			constants(graph);
			List<Object> state = tokenMajor() ? List.of("batch", (long) TAPS - 1, (long) HIDDEN)
					: List.of("batch", (long) HIDDEN, (long) TAPS - 1);
			String value = "input";
			for (int layer = 0; layer < LAYERS; layer++) {
				graph.input("past." + layer, OnnxType.FLOAT, state);
				graph.output("present." + layer, OnnxType.FLOAT, state);
				value = layer(graph, layer, value);
			}
			graph.apply("Identity", OnnxGraph.ONNX, "output", List.of(value));
			graph.output("output", OnnxType.FLOAT, List.of("batch", "sequence", (long) HIDDEN));
			return graph;
		}

		private static void constants(OnnxGraph graph) {
			integers(graph, "state.start", -(TAPS - 1));
			integers(graph, "everything", Long.MAX_VALUE);
			integers(graph, "axis.1", 1);
			integers(graph, "axis.2", 2);
			for (int tap = 0; tap < TAPS - 1; tap++) {
				integers(graph, "tap." + tap, tap);
				integers(graph, "end." + tap, tap - (TAPS - 1));
			}
		}

		private static void integers(OnnxGraph graph, String name, long value) {
			graph.add(new OnnxInitializer.Inline(name, OnnxType.INT64, List.of(1L),
					ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array()));
		}

		static void floats(OnnxGraph graph, String name, List<Long> shape, float[] values) {
			ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
			bytes.asFloatBuffer().put(values);
			graph.add(new OnnxInitializer.Inline(name, OnnxType.FLOAT, shape, bytes.array()));
		}

		static String transpose(OnnxGraph graph, String name, String value) {
			return graph.apply("Transpose", OnnxGraph.ONNX, name, List.of(value), OnnxAttribute.list("perm", 0, 2, 1));
		}

		static String kernel(OnnxGraph graph, String name, int layer) {
			float[] values = new float[HIDDEN * TAPS];
			for (int i = 0; i < values.length; i++) {
				values[i] = weight(layer, i / TAPS, i % TAPS);
			}
			floats(graph, name, List.of((long) HIDDEN, 1L, (long) TAPS), values);
			return name;
		}

	}

}
