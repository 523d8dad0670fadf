/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.tacit.inference.model.Architecture;
import dev.tacit.inference.model.Checkpoint;
import dev.tacit.inference.model.LayerType;
import dev.tacit.inference.model.TensorNames;
import dev.tacit.inference.model.WeightTensor;

/**
 * The graph of an LFM2 model. Caches keep their shape: where the same buffer is given as
 * past and present, attention appends in place, and a convolution reads its state before
 * it writes it.
 *
 * <pre>
 * input_ids   int64 [batch, sequence]      seqlens_k  int32 [batch], past + sequence - 1
 * total_seq   int32 [] or [1], the longest row's past + sequence
 * logits_rows int64 [rows], indices into batch * sequence; may be empty
 * past_conv.{i} / present_conv.{i}                 float [batch, kernel - 1, hidden], oldest first
 * conv_window.{i}                                  float [batch, kernel - 1 + sequence, hidden]
 * past_key_values.{i}.* / present.{i}.*            float or int8 [batch, kvHeads, capacity, headSize]
 * logits      float [rows, vocabulary]
 * </pre>
 */
final class Lfm2Graph {

	private final Architecture a;

	private final Checkpoint checkpoint;

	private final WeightStore store;

	private final MatrixEncoding matrices;

	private final OnnxGraph graph;

	private final int positions;

	private final KeyValueFormat keyValues;

	/** The sum of all layers so far. */
	private String residual = "";

	/** What the last block computed and the residual does not hold yet. */
	private String pending = "";

	Lfm2Graph(Architecture architecture, Checkpoint checkpoint, WeightStore store, MatrixEncoding matrices,
			int positions, KeyValueFormat keyValues) {
		this.a = architecture;
		this.checkpoint = checkpoint;
		this.store = store;
		this.matrices = matrices;
		this.graph = store.graph();
		this.positions = positions;
		this.keyValues = keyValues;
	}

	void build() throws IOException {
		this.graph.input("input_ids", OnnxType.INT64, List.of("batch", "sequence"));
		this.graph.input("seqlens_k", OnnxType.INT32, List.of("batch"));
		this.graph.inputOfAnyShape("total_seq", OnnxType.INT32);
		this.graph.input("logits_rows", OnnxType.INT64, List.of("rows"));
		MatrixEncoding.StoredMatrix embedding = this.matrices.store("embedding", weights(TensorNames.EMBEDDING));
		this.residual = this.matrices.rows("embedded", "input_ids", embedding);
		new RotaryTables(this.a, this.positions).store(this.store);
		constants();
		for (int i = 0; i < this.a.layers().size(); i++) {
			String mixed = (this.a.layers().get(i) == LayerType.CONVOLUTION) ? convolution(i) : attention(i);
			this.pending = mixed;
			this.pending = feedForward(i);
		}
		head(embedding);
	}

	private void constants() {
		this.store.integers("axis.1", 1);
		this.store.integers("everything", Long.MAX_VALUE);
		this.store.integers("state.start", -this.a.convStateDepth());
		this.store.integers("split.conv", this.a.hiddenSize(), this.a.hiddenSize(), this.a.hiddenSize());
		this.store.integers("split.ffn", this.a.feedForwardSize(), this.a.feedForwardSize());
		long queries = (long) this.a.heads() * this.a.headSize();
		long keys = (long) this.a.keyValueHeads() * this.a.headSize();
		this.store.integers("split.qkv", queries, keys, keys);
		this.store.integers("shape.heads", 0, -1, this.a.headSize());
		this.store.integers("shape.queries", 0, -1, queries);
		this.store.integers("shape.keys", 0, -1, keys);
		this.store.integers("shape.rows", -1, this.a.hiddenSize());
		for (int tap = 0; tap < this.a.convStateDepth(); tap++) {
			this.store.integers("tap." + tap + ".start", tap);
			this.store.integers("tap." + tap + ".end", tap - this.a.convStateDepth());
		}
	}

	/** Adds the pending block to the residual and normalises the sum. */
	private String norm(String name, String weightName) throws IOException {
		String weight = vector(name + ".weight", weightName);
		OnnxAttribute epsilon = OnnxAttribute.of("epsilon", this.a.normEpsilon());
		if (this.pending.isEmpty()) {
			return this.graph.apply("SimplifiedLayerNormalization", OnnxGraph.ONNX, name,
					List.of(this.residual, weight), OnnxAttribute.of("axis", -1), epsilon);
		}
		String sum = name + ".sum";
		this.graph.add(new OnnxNode(name, "SkipSimplifiedLayerNormalization", OnnxGraph.MICROSOFT,
				List.of(this.pending, this.residual, weight), List.of(name, "", "", sum), List.of(epsilon)));
		this.residual = sum;
		return name;
	}

	private String convolution(int layer) throws IOException {
		String at = "layer." + layer + ".conv";
		String input = norm("layer." + layer + ".operator_norm", TensorNames.layer(layer, "operator_norm"));
		String projected = linear(at + ".in_proj", input, TensorNames.layer(layer, "conv.in_proj"));
		split(at + ".split", projected, "split.conv", List.of(at + ".b", at + ".c", at + ".x"));
		String gated = this.graph.apply("Mul", OnnxGraph.ONNX, at + ".gated", List.of(at + ".b", at + ".x"));
		String past = "past_conv." + layer;
		String present = "present_conv." + layer;
		List<Object> stateShape = List.of("batch", (long) this.a.convStateDepth(), (long) this.a.hiddenSize());
		this.graph.input(past, OnnxType.FLOAT, stateShape);
		this.graph.output(present, OnnxType.FLOAT, stateShape);
		// Token major throughout: [batch, depth + sequence, hidden] needs no transpose.
		String window = this.graph.apply("Concat", OnnxGraph.ONNX, "conv_window." + layer, List.of(past, gated),
				OnnxAttribute.of("axis", 1));
		// Asked for where states in the middle of a step are needed, and free elsewhere.
		this.graph.output(window, OnnxType.FLOAT, List.of("batch", "window", (long) this.a.hiddenSize()));
		this.graph.apply("Slice", OnnxGraph.ONNX, present, List.of(window, "state.start", "everything", "axis.1"));
		String sum = "";
		for (int tap = 0; tap < this.a.convKernel(); tap++) {
			boolean newest = tap == this.a.convStateDepth();
			String shifted = newest ? gated : this.graph.apply("Slice", OnnxGraph.ONNX, at + ".shifted." + tap,
					List.of(window, "tap." + tap + ".start", "tap." + tap + ".end", "axis.1"));
			String weighted = this.graph.apply("Mul", OnnxGraph.ONNX, at + ".weighted." + tap,
					List.of(shifted, tapWeights(at + ".tap." + tap, layer, tap)));
			sum = sum.isEmpty() ? weighted
					: this.graph.apply("Add", OnnxGraph.ONNX, at + ".sum." + tap, List.of(sum, weighted));
		}
		String output = this.graph.apply("Mul", OnnxGraph.ONNX, at + ".output", List.of(sum, at + ".c"));
		return linear(at + ".out_proj", output, TensorNames.layer(layer, "conv.out_proj"));
	}

	private String tapWeights(String name, int layer, int tap) throws IOException {
		WeightTensor tensor = this.checkpoint.tensor(TensorNames.layer(layer, "conv.conv"));
		float[] all = read(tensor);
		float[] weights = new float[this.a.hiddenSize()];
		for (int channel = 0; channel < weights.length; channel++) {
			weights[channel] = all[channel * this.a.convKernel() + tap];
		}
		return this.store.floats(name, List.of((long) weights.length), weights);
	}

	private String attention(int layer) throws IOException {
		String at = "layer." + layer + ".attention";
		String input = norm("layer." + layer + ".operator_norm", TensorNames.layer(layer, "operator_norm"));
		String projected = linear(at + ".qkv", input, TensorNames.layer(layer, "self_attn.q_proj"),
				TensorNames.layer(layer, "self_attn.k_proj"), TensorNames.layer(layer, "self_attn.v_proj"));
		split(at + ".split", projected, "split.qkv", List.of(at + ".q", at + ".k", at + ".v"));
		String query = headNorm(at + ".q", "shape.queries", TensorNames.layer(layer, "self_attn.q_layernorm"));
		String key = headNorm(at + ".k", "shape.keys", TensorNames.layer(layer, "self_attn.k_layernorm"));
		List<Object> cacheShape = List.of("batch", (long) this.a.keyValueHeads(), "capacity", (long) this.a.headSize());
		boolean rounded = this.keyValues == KeyValueFormat.INT8;
		OnnxType cacheType = rounded ? OnnxType.INT8 : OnnxType.FLOAT;
		List<String> inputs = new ArrayList<>(List.of(query, key, at + ".v"));
		List<String> outputs = new ArrayList<>(List.of(at + ".mixed"));
		for (String kind : List.of("key", "value")) {
			String past = "past_key_values." + layer + "." + kind;
			String present = "present." + layer + "." + kind;
			this.graph.input(past, cacheType, cacheShape);
			this.graph.output(present, cacheType, cacheShape);
			inputs.add(past);
			outputs.add(present);
		}
		inputs.addAll(List.of("seqlens_k", "total_seq", RotaryTables.COSINE, RotaryTables.SINE));
		List<OnnxAttribute> attributes = new ArrayList<>(
				List.of(OnnxAttribute.of("do_rotary", 1), OnnxAttribute.of("kv_num_heads", this.a.keyValueHeads()),
						OnnxAttribute.of("num_heads", this.a.heads()), OnnxAttribute.of("rotary_interleaved", 0),
						OnnxAttribute.of("scale", (float) (1 / Math.sqrt(this.a.headSize())))));
		if (rounded) {
			// Positions, a bias and a sink, which this model has not, come before.
			inputs.addAll(List.of("", "", "", keyScales(at, layer), valueScales(at, layer)));
			attributes.addAll(List.of(OnnxAttribute.of("k_quant_type", "PER_CHANNEL"),
					OnnxAttribute.of("v_quant_type", "PER_CHANNEL"), OnnxAttribute.of("kv_cache_bit_width", 8)));
		}
		this.graph
			.add(new OnnxNode(at + ".mixed", "GroupQueryAttention", OnnxGraph.MICROSOFT, inputs, outputs, attributes));
		return linear(at + ".out_proj", at + ".mixed", TensorNames.layer(layer, "self_attn.out_proj"));
	}

	private String keyScales(String at, int layer) throws IOException {
		float[] norm = read(this.checkpoint.tensor(TensorNames.layer(layer, "self_attn.k_layernorm")));
		return scales(at + ".k_scale", KeyValueScales.keys(norm, this.a.keyValueHeads()));
	}

	private String valueScales(String at, int layer) throws IOException {
		float[] norm = read(this.checkpoint.tensor(TensorNames.layer(layer, "operator_norm")));
		WeightTensor projection = this.checkpoint.tensor(TensorNames.layer(layer, "self_attn.v_proj"));
		return scales(at + ".v_scale", KeyValueScales.values(projection, norm));
	}

	private String scales(String name, float[] values) throws IOException {
		return this.store.floats(name, List.of((long) values.length), values);
	}

	private String headNorm(String value, String shape, String weightName) throws IOException {
		String heads = this.graph.apply("Reshape", OnnxGraph.ONNX, value + ".heads", List.of(value, "shape.heads"));
		String normed = this.graph.apply("SimplifiedLayerNormalization", OnnxGraph.ONNX, value + ".norm",
				List.of(heads, vector(value + ".norm.weight", weightName)), OnnxAttribute.of("axis", -1),
				OnnxAttribute.of("epsilon", this.a.normEpsilon()));
		return this.graph.apply("Reshape", OnnxGraph.ONNX, value + ".normed", List.of(normed, shape));
	}

	private String feedForward(int layer) throws IOException {
		String at = "layer." + layer + ".ffn";
		String input = norm("layer." + layer + ".ffn_norm", TensorNames.layer(layer, "ffn_norm"));
		String projected = linear(at + ".w1_w3", input, TensorNames.layer(layer, "feed_forward.w1"),
				TensorNames.layer(layer, "feed_forward.w3"));
		split(at + ".split", projected, "split.ffn", List.of(at + ".gate", at + ".up"));
		// QuickGelu with alpha 1 is SiLU.
		String gate = this.graph.apply("QuickGelu", OnnxGraph.MICROSOFT, at + ".silu", List.of(at + ".gate"),
				OnnxAttribute.of("alpha", 1f));
		String product = this.graph.apply("Mul", OnnxGraph.ONNX, at + ".product", List.of(gate, at + ".up"));
		return linear(at + ".w2", product, TensorNames.layer(layer, "feed_forward.w2"));
	}

	private void head(MatrixEncoding.StoredMatrix embedding) throws IOException {
		String normed = norm("final_norm", TensorNames.FINAL_NORM);
		String rows = this.graph.apply("Reshape", OnnxGraph.ONNX, "hidden", List.of(normed, "shape.rows"));
		String wanted = this.graph.apply("Gather", OnnxGraph.ONNX, "wanted", List.of(rows, "logits_rows"));
		MatrixEncoding.StoredMatrix head = this.a.tiedEmbedding() ? embedding
				: this.matrices.store("head", weights(TensorNames.HEAD));
		this.matrices.multiply("logits", wanted, head);
		this.graph.output("logits", OnnxType.FLOAT, List.of("rows", (long) this.a.vocabularySize()));
	}

	private String linear(String name, String input, String... tensors) throws IOException {
		return this.matrices.multiply(name, input, this.matrices.store(name + ".weight", weights(tensors)));
	}

	private void split(String name, String input, String sizes, List<String> outputs) {
		this.graph.add(new OnnxNode(name, "Split", OnnxGraph.ONNX, List.of(input, sizes), outputs,
				List.of(OnnxAttribute.of("axis", -1))));
	}

	private List<WeightTensor> weights(String... names) {
		return java.util.Arrays.stream(names).map(this.checkpoint::tensor).toList();
	}

	private String vector(String name, String tensorName) throws IOException {
		float[] values = read(this.checkpoint.tensor(tensorName));
		return this.store.floats(name, List.of((long) values.length), values);
	}

	private static float[] read(WeightTensor tensor) throws IOException {
		float[] values = new float[Math.toIntExact(tensor.elements())];
		try (WeightTensor.Reader reader = tensor.reader()) {
			reader.read(0, values, values.length);
		}
		return values;
	}

}
