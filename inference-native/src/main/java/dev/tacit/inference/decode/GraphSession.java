/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.tacit.inference.compile.SessionLoader;
import org.jspecify.annotations.Nullable;

/**
 * A compiled graph in ONNX Runtime. Names and shapes of the state are read from the
 * session. A one-token step reuses its tensors, so decoding allocates nothing on the Java
 * side.
 * <p>
 * Not thread-safe: all calls after construction come from the decode thread.
 */
final class GraphSession implements AutoCloseable {

	private static final String INPUT_IDS = "input_ids";

	private static final String LENGTHS = "seqlens_k";

	private static final String TOTAL = "total_seq";

	private static final String ROWS = "logits_rows";

	private static final String LOGITS = "logits";

	private static final Set<String> STEP_INPUTS = Set.of(INPUT_IDS, LENGTHS, TOTAL, ROWS);

	private final OrtEnvironment environment;

	private final OrtSession session;

	private final List<StateTensor> layout;

	private final int vocabularySize;

	private final StepTensors step;

	GraphSession(Path graph, int threads) {
		this.environment = OrtEnvironment.getEnvironment();
		OrtSession opened = null;
		try {
			this.environment.setTelemetry(false);
			opened = open(graph, threads);
			this.session = opened;
			this.layout = readLayout(opened);
			this.vocabularySize = readVocabularySize(opened);
			this.step = new StepTensors(this.environment, scalarShape(opened), this.vocabularySize);
		}
		catch (OrtException ex) {
			closeQuietly(opened);
			throw new DecodeException("ONNX Runtime could not load the compiled graph " + graph.getFileName()
					+ "; delete the model's folder below the cache directory to compile it anew", ex);
		}
	}

	private OrtSession open(Path graph, int threads) throws OrtException {
		try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
			options.setIntraOpNumThreads(threads);
			options.setInterOpNumThreads(1);
			options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
			options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
			options.addConfigEntry("session.set_denormal_as_zero", "1");
			// A worker that spins on without end would keep a second core from everyone
			// else.
			options.addConfigEntry("session.intra_op.spin_duration_us", "500");
			return SessionLoader.load(this.environment, graph, options);
		}
	}

	private static List<StateTensor> readLayout(OrtSession session) throws OrtException {
		List<StateTensor> layout = new ArrayList<>();
		for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
			String name = input.getKey();
			if (StateTensor.isState(name)) {
				layout.add(StateTensor.of(name, ((TensorInfo) input.getValue().getInfo()).getShape()));
			}
			else if (!STEP_INPUTS.contains(name)) {
				throw new DecodeException("The graph declares an input this engine does not feed: " + name, null);
			}
		}
		return List.copyOf(layout);
	}

	private static int readVocabularySize(OrtSession session) throws OrtException {
		NodeInfo logits = session.getOutputInfo().get(LOGITS);
		if (logits == null) {
			throw new DecodeException("The graph declares no output named logits", null);
		}
		long[] shape = ((TensorInfo) logits.getInfo()).getShape();
		return Math.toIntExact(shape[shape.length - 1]);
	}

	private static long[] scalarShape(OrtSession session) throws OrtException {
		NodeInfo total = session.getInputInfo().get(TOTAL);
		if (total == null) {
			throw new DecodeException("The graph declares no input named total_seq", null);
		}
		return ((TensorInfo) total.getInfo()).getShape();
	}

	int vocabularySize() {
		return this.vocabularySize;
	}

	/** Bytes of state that one token adds. */
	long bytesPerToken() {
		long floats = 0;
		for (StateTensor tensor : this.layout) {
			if (tensor.growing()) {
				floats += tensor.shape()[1] * tensor.shape()[3];
			}
		}
		return floats * Float.BYTES;
	}

	SequenceState newState(int firstTokens, int maxCapacity) {
		try {
			return new SequenceState(this.environment, this.layout, firstTokens, maxCapacity);
		}
		catch (OrtException ex) {
			throw new DecodeException("ONNX Runtime could not hold the state of a sequence", ex);
		}
	}

	/**
	 * Runs tokens on top of a state.
	 * @param state the state, advanced by the number of tokens
	 * @param tokens source of the ids
	 * @param from first id
	 * @param count number of ids, at least 1
	 * @param logits receives the logits of the last token, or {@code null} to skip the
	 * head
	 */
	void run(SequenceState state, int[] tokens, int from, int count, float @Nullable [] logits) {
		try {
			state.reserve(count);
			Map<String, OnnxTensor> inputs = new HashMap<>(state.inputs());
			if (count == 1 && logits != null) {
				runStep(state, tokens[from], inputs, logits);
			}
			else {
				runChunk(state, tokens, from, count, inputs, logits);
			}
			state.advance(count);
		}
		catch (OrtException ex) {
			throw new DecodeException(
					"ONNX Runtime failed in a step of " + count + " tokens at position " + state.length(), ex);
		}
	}

	private void runStep(SequenceState state, int token, Map<String, OnnxTensor> inputs, float[] logits)
			throws OrtException {
		this.step.set(token, state.length() + 1);
		inputs.put(INPUT_IDS, this.step.ids);
		inputs.put(LENGTHS, this.step.lengths);
		inputs.put(TOTAL, this.step.total);
		inputs.put(ROWS, this.step.rows);
		Map<String, OnnxTensor> pinned = new HashMap<>(state.outputs());
		pinned.put(LOGITS, this.step.logits);
		try (OrtSession.Result result = this.session.run(inputs, Set.of(), pinned)) {
			this.step.logitsBuffer.get(0, logits);
		}
	}

	private void runChunk(SequenceState state, int[] tokens, int from, int count, Map<String, OnnxTensor> inputs,
			float @Nullable [] logits) throws OrtException {
		LongBuffer ids = direct(count * Long.BYTES).asLongBuffer();
		for (int i = 0; i < count; i++) {
			ids.put(i, tokens[from + i]);
		}
		int total = state.length() + count;
		LongBuffer rows = direct(Long.BYTES).asLongBuffer();
		rows.put(0, count - 1);
		rows.limit((logits != null) ? 1 : 0);
		IntBuffer lengths = direct(Integer.BYTES).asIntBuffer().put(0, total - 1);
		IntBuffer totals = direct(Integer.BYTES).asIntBuffer().put(0, total);
		try (OnnxTensor idTensor = OnnxTensor.createTensor(this.environment, ids, new long[] { 1, count });
				OnnxTensor lengthTensor = OnnxTensor.createTensor(this.environment, lengths, new long[] { 1 });
				OnnxTensor totalTensor = OnnxTensor.createTensor(this.environment, totals, this.step.scalarShape);
				OnnxTensor rowTensor = OnnxTensor.createTensor(this.environment, rows, new long[] { rows.limit() })) {
			inputs.put(INPUT_IDS, idTensor);
			inputs.put(LENGTHS, lengthTensor);
			inputs.put(TOTAL, totalTensor);
			inputs.put(ROWS, rowTensor);
			Map<String, OnnxTensor> pinned = new HashMap<>(state.outputs());
			if (logits != null) {
				pinned.put(LOGITS, this.step.logits);
			}
			Set<String> requested = (logits != null) ? Set.of() : Set.of(LOGITS);
			try (OrtSession.Result result = this.session.run(inputs, requested, pinned)) {
				if (logits != null) {
					this.step.logitsBuffer.get(0, logits);
				}
			}
		}
	}

	static ByteBuffer direct(int bytes) {
		return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
	}

	@Override
	public void close() {
		this.step.close();
		closeQuietly(this.session);
	}

	private static void closeQuietly(@Nullable OrtSession session) {
		if (session != null) {
			try {
				session.close();
			}
			catch (OrtException ex) {
				throw new DecodeException("ONNX Runtime could not close a session", ex);
			}
		}
	}

	/** The tensors of a one-token step, written in place before each run. */
	private static final class StepTensors implements AutoCloseable {

		private final LongBuffer idBuffer = direct(Long.BYTES).asLongBuffer();

		private final IntBuffer lengthBuffer = direct(Integer.BYTES).asIntBuffer();

		private final IntBuffer totalBuffer = direct(Integer.BYTES).asIntBuffer();

		private final FloatBuffer logitsBuffer;

		private final OnnxTensor ids;

		private final OnnxTensor lengths;

		private final OnnxTensor total;

		private final OnnxTensor rows;

		private final OnnxTensor logits;

		private final long[] scalarShape;

		StepTensors(OrtEnvironment environment, long[] scalarShape, int vocabularySize) throws OrtException {
			this.scalarShape = scalarShape;
			this.logitsBuffer = direct(vocabularySize * Float.BYTES).asFloatBuffer();
			this.ids = OnnxTensor.createTensor(environment, this.idBuffer, new long[] { 1, 1 });
			this.lengths = OnnxTensor.createTensor(environment, this.lengthBuffer, new long[] { 1 });
			this.total = OnnxTensor.createTensor(environment, this.totalBuffer, scalarShape);
			this.rows = OnnxTensor.createTensor(environment, direct(Long.BYTES).asLongBuffer(), new long[] { 1 });
			this.logits = OnnxTensor.createTensor(environment, this.logitsBuffer, new long[] { 1, vocabularySize });
		}

		void set(int token, int totalLength) {
			this.idBuffer.put(0, token);
			this.lengthBuffer.put(0, totalLength - 1);
			this.totalBuffer.put(0, totalLength);
		}

		@Override
		public void close() {
			this.ids.close();
			this.lengths.close();
			this.total.close();
			this.rows.close();
			this.logits.close();
		}

	}

}
