/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.tacit.inference.compile.NativeRuntime;
import dev.tacit.inference.model.GraphInterface;
import org.jspecify.annotations.Nullable;

/**
 * A graph in ONNX Runtime, of our own compiler or a published one. Names and shapes of
 * the state are read from the session.
 * <p>
 * Not thread-safe: all calls after construction come from the decode thread.
 */
final class GraphSession implements AutoCloseable {

	static final String INPUT_IDS = "input_ids";

	static final String LENGTHS = "seqlens_k";

	static final String TOTAL = "total_seq";

	static final String ROWS = "logits_rows";

	static final String LOGITS = "logits";

	private static final Set<String> STEP_INPUTS = Set.of(INPUT_IDS, LENGTHS, TOTAL, ROWS);

	private final OrtEnvironment environment;

	private final OrtSession session;

	private final List<StateTensor> layout;

	private final int vocabularySize;

	private final long[] scalarShape;

	private final boolean windows;

	/** How a published graph is fed; {@code null} for one of our own compiler. */
	private final @Nullable GraphInterface face;

	/**
	 * Opens a graph.
	 * @param graph the graph
	 * @param face how a published graph is fed; {@code null} for one of our compiler
	 * @param threads threads of a step
	 * @param profile start of the name of the file that gets the time of each operator;
	 * {@code null} for none
	 */
	GraphSession(Path graph, @Nullable GraphInterface face, int threads, @Nullable Path profile) {
		this.face = face;
		this.environment = NativeRuntime.environment();
		OrtSession opened = null;
		try {
			opened = open(graph, threads, profile);
			this.session = opened;
			this.layout = (face != null) ? layoutOf(face) : readLayout(opened);
			this.vocabularySize = (face != null) ? face.vocabularySize() : readVocabularySize(opened);
			this.scalarShape = (face != null) ? new long[0] : readScalarShape(opened);
			Set<String> outputs = opened.getOutputNames();
			this.windows = face == null && this.layout.stream()
				.filter((tensor) -> !tensor.growing())
				.allMatch((tensor) -> outputs.contains(tensor.window()));
		}
		catch (OrtException ex) {
			closeQuietly(opened);
			throw new DecodeException("ONNX Runtime could not load the graph " + graph.getFileName()
					+ ((face != null) ? "; download the package again, or use another variant of it"
							: "; delete the model's folder below the cache directory to compile it anew"),
					ex);
		}
	}

	private OrtSession open(Path graph, int threads, @Nullable Path profile) throws OrtException {
		try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
			options.setIntraOpNumThreads(threads);
			options.setInterOpNumThreads(1);
			options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
			options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
			options.addConfigEntry("session.set_denormal_as_zero", "1");
			// A worker that spins on without end would keep a second core from everyone
			// else.
			options.addConfigEntry("session.intra_op.spin_duration_us", "500");
			if (profile != null) {
				options.enableProfiling(profile.toString());
			}
			return NativeRuntime.open(graph, options);
		}
	}

	private static List<StateTensor> layoutOf(GraphInterface face) {
		List<StateTensor> layout = new ArrayList<>();
		for (GraphInterface.ConvolutionState state : face.convolutions()) {
			layout.add(new StateTensor(state.past(), state.present(),
					new long[] { -1, state.channels(), state.depth() }, false, OnnxJavaType.FLOAT));
		}
		for (GraphInterface.AttentionState state : face.attentions()) {
			long[] shape = { -1, state.heads(), -1, state.headSize() };
			layout.add(new StateTensor(state.pastKey(), state.presentKey(), shape, true, OnnxJavaType.FLOAT));
			layout.add(new StateTensor(state.pastValue(), state.presentValue(), shape, true, OnnxJavaType.FLOAT));
		}
		return List.copyOf(layout);
	}

	private static List<StateTensor> readLayout(OrtSession session) throws OrtException {
		List<StateTensor> layout = new ArrayList<>();
		for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
			String name = input.getKey();
			if (StateTensor.isState(name)) {
				layout.add(StateTensor.of(name, (TensorInfo) input.getValue().getInfo()));
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

	private static long[] readScalarShape(OrtSession session) throws OrtException {
		NodeInfo total = session.getInputInfo().get(TOTAL);
		if (total == null) {
			throw new DecodeException("The graph declares no input named total_seq", null);
		}
		return ((TensorInfo) total.getInfo()).getShape();
	}

	Step step(StepShape shape, FloatBuffer logits) throws OrtException {
		return (this.face != null) ? new PublishedStep(this.environment, this.face, shape, logits)
				: new CompiledStep(this, shape, logits);
	}

	/** Floats that the logits of any step fit into. */
	int logitsSize(int wanted, int maxChunk) {
		return (this.face != null) ? PublishedStep.logitsSize(this.face, wanted, maxChunk)
				: Math.multiplyExact(wanted, this.vocabularySize);
	}

	OrtEnvironment environment() {
		return this.environment;
	}

	List<StateTensor> layout() {
		return this.layout;
	}

	int vocabularySize() {
		return this.vocabularySize;
	}

	/** The shape that the graph declares for the total length, which is a scalar. */
	long[] scalarShape() {
		return this.scalarShape;
	}

	/** Whether the graph tells the gated inputs of its convolutions. */
	boolean windows() {
		return this.windows;
	}

	/** Bytes of state that one token adds. */
	long bytesPerToken() {
		return this.layout.stream()
			.filter(StateTensor::growing)
			.mapToLong((tensor) -> (long) tensor.heads() * tensor.tokenSize())
			.sum();
	}

	/**
	 * One step. Everything it computes goes to the pinned tensors.
	 * @param inputs tensors by input name
	 * @param pinned tensors by output name; without logits the head is skipped
	 */
	void run(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> pinned) throws OrtException {
		try (OrtSession.Result result = this.session.run(inputs, Set.of(), pinned)) {
			assert result.size() == pinned.size();
		}
	}

	@Override
	public void close() {
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

}
