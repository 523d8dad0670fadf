/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors an architecture needs, by name and shape, and the comparison of a
 * checkpoint with them.
 */
public final class ExpectedTensors {

	private final Architecture a;

	private final Map<String, List<List<Long>>> shapes = new LinkedHashMap<>();

	private ExpectedTensors(Architecture architecture) {
		this.a = architecture;
	}

	/**
	 * What a checkpoint of an architecture holds.
	 * @param architecture the dimensions
	 * @return shapes by name, from the embedding to the last layer
	 */
	public static Map<String, List<Long>> shapes(Architecture architecture) {
		ExpectedTensors expected = new ExpectedTensors(architecture);
		expected.collect();
		Map<String, List<Long>> shapes = new LinkedHashMap<>();
		expected.shapes.forEach((name, accepted) -> shapes.put(name, accepted.get(0)));
		return shapes;
	}

	static void require(Path folder, Architecture architecture, Checkpoint checkpoint) {
		ExpectedTensors expected = new ExpectedTensors(architecture);
		expected.collect();
		expected.shapes.forEach((name, shapes) -> {
			WeightTensor tensor = checkpoint.tensor(name);
			if (!shapes.contains(tensor.shape())) {
				throw new ModelFolderException(tensor.file(),
						"the tensor '" + name + "' has the shape " + tensor.shape() + " where config.json asks for "
								+ shapes.get(0) + "; take config.json and weights from one revision");
			}
		});
		for (String name : checkpoint.names()) {
			boolean known = expected.shapes.containsKey(name) || name.equals(TensorNames.HEAD)
					|| name.endsWith(".rotary_emb.inv_freq") || name.endsWith(".pos_emb.inv_freq");
			if (!known) {
				throw new ModelFolderException(folder,
						"the checkpoint holds the tensor '" + SafetensorsFile.printable(name)
								+ "' that no LFM2 layer of config.json uses; take config.json and weights from one"
								+ " revision");
			}
		}
	}

	private void collect() {
		long hidden = this.a.hiddenSize();
		long vocabulary = this.a.vocabularySize();
		put(TensorNames.EMBEDDING, vocabulary, hidden);
		put(TensorNames.FINAL_NORM, hidden);
		if (!this.a.tiedEmbedding()) {
			put(TensorNames.HEAD, vocabulary, hidden);
		}
		for (int i = 0; i < this.a.layers().size(); i++) {
			put(TensorNames.layer(i, "operator_norm"), hidden);
			put(TensorNames.layer(i, "ffn_norm"), hidden);
			put(TensorNames.layer(i, "feed_forward.w1"), this.a.feedForwardSize(), hidden);
			put(TensorNames.layer(i, "feed_forward.w3"), this.a.feedForwardSize(), hidden);
			put(TensorNames.layer(i, "feed_forward.w2"), hidden, this.a.feedForwardSize());
			if (this.a.layers().get(i) == LayerType.CONVOLUTION) {
				convolution(i, hidden);
			}
			else {
				attention(i, hidden);
			}
		}
	}

	private void convolution(int layer, long hidden) {
		put(TensorNames.layer(layer, "conv.in_proj"), 3 * hidden, hidden);
		put(TensorNames.layer(layer, "conv.out_proj"), hidden, hidden);
		long taps = this.a.convKernel();
		// Some repackaged checkpoints move the singleton; the bytes are the same.
		this.shapes.put(TensorNames.layer(layer, "conv.conv"),
				List.of(List.of(hidden, 1L, taps), List.of(hidden, taps, 1L)));
	}

	private void attention(int layer, long hidden) {
		long queries = (long) this.a.heads() * this.a.headSize();
		long keys = (long) this.a.keyValueHeads() * this.a.headSize();
		put(TensorNames.layer(layer, "self_attn.q_proj"), queries, hidden);
		put(TensorNames.layer(layer, "self_attn.k_proj"), keys, hidden);
		put(TensorNames.layer(layer, "self_attn.v_proj"), keys, hidden);
		put(TensorNames.layer(layer, "self_attn.out_proj"), hidden, queries);
		put(TensorNames.layer(layer, "self_attn.q_layernorm"), this.a.headSize());
		put(TensorNames.layer(layer, "self_attn.k_layernorm"), this.a.headSize());
	}

	private void put(String name, Number... shape) {
		List<Long> dimensions = java.util.Arrays.stream(shape).map(Number::longValue).toList();
		this.shapes.put(name, List.of(dimensions));
	}

}
