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
 * The graph of a published package, in 32-bit floats: other operators, layouts and inputs
 * than the compiler's, written down from the packages' own descriptions.
 */
final class PublishedGraph {

	private static final String FLOAT = OnnxGraph.ONNX;

	private final Architecture a;

	private final Checkpoint checkpoint;

	private final WeightStore store;

	private final OnnxGraph graph;

	private final PublishedForm form;

	private String residual = "";

	PublishedGraph(Architecture architecture, Checkpoint checkpoint, WeightStore store, PublishedForm form) {
		this.a = architecture;
		this.checkpoint = checkpoint;
		this.store = store;
		this.graph = store.graph();
		this.form = form;
	}

	void build() throws IOException {
		this.graph.input("input_ids", OnnxType.INT64, List.of("batch_size", "sequence_length"));
		this.graph.input("attention_mask", OnnxType.INT64, List.of("batch_size", "total_sequence_length"));
		if (this.form.positionIds()) {
			this.graph.input("position_ids", OnnxType.INT64, List.of("batch_size", "sequence_length"));
		}
		if (this.form.logitsToKeep()) {
			this.graph.input("num_logits_to_keep", OnnxType.INT64, List.of());
		}
		lengths();
		new RotaryTables(this.a, this.a.maxPositions()).store(this.store);
		WeightTensor table = this.checkpoint.tensor(TensorNames.EMBEDDING);
		this.store.floats("model.embed_tokens.weight", table.shape(), read(table));
		this.residual = apply("Gather", "embedded", List.of("model.embed_tokens.weight", "input_ids"));
		String pending = "";
		for (int i = 0; i < this.a.layers().size(); i++) {
			String input = norm("/layers." + i + "/operator_norm", pending, TensorNames.layer(i, "operator_norm"));
			pending = (this.a.layers().get(i) == LayerType.CONVOLUTION) ? convolution(i, input) : attention(i, input);
			input = norm("/layers." + i + "/ffn_norm", pending, TensorNames.layer(i, "ffn_norm"));
			pending = feedForward(i, input);
		}
		head(norm("/final_norm", pending, TensorNames.FINAL_NORM));
	}

	private void lengths() {
		this.store.integers("one", 1);
		this.store.integers("everything", Long.MAX_VALUE);
		this.graph.apply("ReduceSum", FLOAT, "tokens", List.of("attention_mask", "one"),
				OnnxAttribute.of("keepdims", 0));
		apply("Sub", "last", List.of("tokens", "one"));
		this.graph.apply("Cast", FLOAT, "seqlens_k", List.of("last"), OnnxAttribute.of("to", 6));
		apply("Shape", "mask_shape", List.of("attention_mask"));
		apply("Gather", "total", List.of("mask_shape", "one"));
		this.graph.apply("Cast", FLOAT, "total_sequence_length_int", List.of("total"), OnnxAttribute.of("to", 6));
	}

	private String norm(String name, String pending, String weight) throws IOException {
		String weights = vector(name + ".weight", weight);
		OnnxAttribute epsilon = OnnxAttribute.of("epsilon", this.a.normEpsilon());
		if (!pending.isEmpty() && this.form.generation() > 1) {
			this.graph.add(new OnnxNode(name, "SkipSimplifiedLayerNormalization", OnnxGraph.MICROSOFT,
					List.of(this.residual, pending, weights), List.of(name, "", "", name + ".sum"), List.of(epsilon)));
			this.residual = name + ".sum";
			return name;
		}
		if (!pending.isEmpty()) {
			this.residual = apply("Add", name + ".sum", List.of(this.residual, pending));
		}
		return this.graph.apply("SimplifiedLayerNormalization", FLOAT, name, List.of(this.residual, weights),
				OnnxAttribute.of("axis", -1), epsilon);
	}

	private String convolution(int layer, String input) throws IOException {
		String at = "/layers." + layer + "/conv";
		long hidden = this.a.hiddenSize();
		boolean short1 = this.form.generation() == 3;
		long depth = short1 ? this.a.convStateDepth() : this.a.convKernel();
		String projected = matMul(at + "/in_proj", input, TensorNames.layer(layer, "conv.in_proj"));
		String channels = transposed(at + "/channels", projected);
		this.store.integers(at + "/thirds", hidden, hidden, hidden);
		this.graph.add(new OnnxNode(at + "/split", "Split", FLOAT, List.of(channels, at + "/thirds"),
				List.of(at + "/b", at + "/c", at + "/x"), List.of(OnnxAttribute.of("axis", 1))));
		String gated = apply("Mul", at + "/bx", List.of(at + "/b", at + "/x"));
		String past = state("past_conv." + layer, List.of("batch_size", hidden, depth));
		WeightTensor tensor = this.checkpoint.tensor(TensorNames.layer(layer, "conv.conv"));
		String weights = this.store.floats(at + "/weight", List.of(hidden, 1L, (long) this.a.convKernel()),
				read(tensor));
		String mixed = short1 ? stateConvolution(at, gated, weights, past) : plainConvolution(at, gated, weights, past);
		present("present_conv." + layer, at + "/present", List.of("batch_size", hidden, depth));
		String output = apply("Mul", at + "/cy", List.of(mixed, at + "/c"));
		return matMul(at + "/out_proj", transposed(at + "/tokens", output), TensorNames.layer(layer, "conv.out_proj"));
	}

	private String plainConvolution(String at, String gated, String weights, String past) {
		this.graph.apply("Concat", FLOAT, at + "/window", List.of(past, gated), OnnxAttribute.of("axis", 2));
		this.graph.apply("Conv", FLOAT, at + "/convolved", List.of(at + "/window", weights),
				OnnxAttribute.of("group", this.a.hiddenSize()), OnnxAttribute.list("kernel_shape", this.a.convKernel()),
				OnnxAttribute.list("pads", 0, 0));
		// The state is one column longer than the kernel reaches: the first result is the
		// last of the step before.
		this.store.integers(at + "/start", 1);
		this.store.integers(at + "/axis", 2);
		this.store.integers(at + "/keep", -this.a.convKernel());
		apply("Slice", at + "/present", List.of(at + "/window", at + "/keep", "everything", at + "/axis"));
		return apply("Slice", at + "/y", List.of(at + "/convolved", at + "/start", "everything", at + "/axis"));
	}

	private String stateConvolution(String at, String gated, String weights, String past) {
		this.graph
			.add(new OnnxNode(at + "/y", "CausalConvWithState", OnnxGraph.MICROSOFT, List.of(gated, weights, "", past),
					List.of(at + "/y", at + "/present"), List.of(OnnxAttribute.of("activation", "none"))));
		return at + "/y";
	}

	private String attention(int layer, String input) throws IOException {
		String at = "/layers." + layer + "/attn";
		projections(at, layer, input);
		String query = headNorm(at + "/q", this.a.heads(), TensorNames.layer(layer, "self_attn.q_layernorm"));
		String key = headNorm(at + "/k", this.a.keyValueHeads(), TensorNames.layer(layer, "self_attn.k_layernorm"));
		String length = (this.form.generation() == 1) ? "past_sequence_length" : "kv_cache_dim";
		List<Object> shape = List.of("batch_size", (long) this.a.keyValueHeads(), length, (long) this.a.headSize());
		List<String> inputs = new ArrayList<>(List.of(query, key, at + "/v"));
		inputs.add(state("past_key_values." + layer + ".key", shape));
		inputs.add(state("past_key_values." + layer + ".value", shape));
		inputs.addAll(List.of("seqlens_k", "total_sequence_length_int", RotaryTables.COSINE, RotaryTables.SINE));
		if (this.form.positionIds()) {
			inputs.add("position_ids");
		}
		this.graph.add(new OnnxNode(at + "/gqa", "GroupQueryAttention", OnnxGraph.MICROSOFT, inputs,
				List.of(at + "/gqa", at + "/present_key", at + "/present_value"),
				List.of(OnnxAttribute.of("do_rotary", 1), OnnxAttribute.of("kv_num_heads", this.a.keyValueHeads()),
						OnnxAttribute.of("num_heads", this.a.heads()),
						OnnxAttribute.of("scale", (float) (1 / Math.sqrt(this.a.headSize()))))));
		List<Object> grown = List.of("batch_size", (long) this.a.keyValueHeads(),
				(this.form.generation() == 1) ? "total_sequence_length" : "kv_cache_dim", (long) this.a.headSize());
		present("present." + layer + ".key", at + "/present_key", grown);
		present("present." + layer + ".value", at + "/present_value", grown);
		return matMul(at + "/o_proj", at + "/gqa", TensorNames.layer(layer, "self_attn.out_proj"));
	}

	private void projections(String at, int layer, String input) throws IOException {
		String[] names = { "q", "k", "v" };
		if (this.form.generation() == 1) {
			for (String name : names) {
				matMul(at + "/" + name, input, TensorNames.layer(layer, "self_attn." + name + "_proj"));
			}
			return;
		}
		matMul(at + "/qkv", input, TensorNames.layer(layer, "self_attn.q_proj"),
				TensorNames.layer(layer, "self_attn.k_proj"), TensorNames.layer(layer, "self_attn.v_proj"));
		long queries = (long) this.a.heads() * this.a.headSize();
		long keys = (long) this.a.keyValueHeads() * this.a.headSize();
		this.store.integers(at + "/sizes", queries, keys, keys);
		this.graph.add(new OnnxNode(at + "/split", "Split", FLOAT, List.of(at + "/qkv", at + "/sizes"),
				List.of(at + "/q", at + "/k", at + "/v"), List.of(OnnxAttribute.of("axis", -1))));
	}

	private String headNorm(String value, int heads, String weight) throws IOException {
		this.store.integers(value + "/split", 0, -1, this.a.headSize());
		this.store.integers(value + "/join", 0, -1, (long) heads * this.a.headSize());
		apply("Reshape", value + "/heads", List.of(value, value + "/split"));
		this.graph.apply("SimplifiedLayerNormalization", FLOAT, value + "/norm",
				List.of(value + "/heads", vector(value + "/norm.weight", weight)), OnnxAttribute.of("axis", -1),
				OnnxAttribute.of("epsilon", this.a.normEpsilon()));
		return apply("Reshape", value + "/normed", List.of(value + "/norm", value + "/join"));
	}

	private String feedForward(int layer, String input) throws IOException {
		String at = "/layers." + layer + "/mlp";
		String gate = matMul(at + "/gate_proj", input, TensorNames.layer(layer, "feed_forward.w1"));
		String up = matMul(at + "/up_proj", input, TensorNames.layer(layer, "feed_forward.w3"));
		apply("Sigmoid", at + "/sigmoid", List.of(gate));
		apply("Mul", at + "/silu", List.of(gate, at + "/sigmoid"));
		apply("Mul", at + "/product", List.of(at + "/silu", up));
		return matMul(at + "/down_proj", at + "/product", TensorNames.layer(layer, "feed_forward.w2"));
	}

	private void head(String hidden) {
		String kept = hidden;
		if (this.form.logitsToKeep()) {
			apply("Neg", "keep_from", List.of("num_logits_to_keep"));
			this.store.integers("one_dimension", -1);
			apply("Reshape", "keep_start", List.of("keep_from", "one_dimension"));
			kept = apply("Slice", "kept", List.of(hidden, "keep_start", "everything", "one"));
		}
		this.graph.apply("Transpose", FLOAT, "head", List.of("model.embed_tokens.weight"),
				OnnxAttribute.list("perm", 1, 0));
		apply("MatMul", "logits", List.of(kept, "head"));
		this.graph.output("logits", OnnxType.FLOAT,
				List.of("batch_size", "sequence_length", (long) this.a.vocabularySize()));
	}

	private String state(String name, List<Object> shape) {
		this.graph.input(name, this.form.halfStates() ? OnnxType.FLOAT16 : OnnxType.FLOAT, shape);
		return this.form.halfStates()
				? this.graph.apply("Cast", FLOAT, name + "/float", List.of(name), OnnxAttribute.of("to", 1)) : name;
	}

	private void present(String name, String value, List<Object> shape) {
		if (this.form.halfStates()) {
			this.graph.apply("Cast", FLOAT, name, List.of(value), OnnxAttribute.of("to", 10));
		}
		else {
			apply("Identity", name, List.of(value));
		}
		this.graph.output(name, this.form.halfStates() ? OnnxType.FLOAT16 : OnnxType.FLOAT, shape);
	}

	private String transposed(String name, String input) {
		return this.graph.apply("Transpose", FLOAT, name, List.of(input), OnnxAttribute.list("perm", 0, 2, 1));
	}

	private String matMul(String name, String input, String... tensors) throws IOException {
		List<WeightTensor> parts = java.util.Arrays.stream(tensors).map(this.checkpoint::tensor).toList();
		try (MatrixRows rows = MatrixRows.open(parts)) {
			int height = rows.height();
			int width = rows.width();
			float[] values = rows.read(0, height);
			float[] transposed = new float[values.length];
			for (int row = 0; row < height; row++) {
				for (int column = 0; column < width; column++) {
					transposed[column * height + row] = values[row * width + column];
				}
			}
			this.store.floats(name + ".weight", List.of((long) width, (long) height), transposed);
		}
		return apply("MatMul", name, List.of(input, name + ".weight"));
	}

	private String apply(String operator, String output, List<String> inputs) {
		return this.graph.apply(operator, FLOAT, output, inputs);
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
