/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Shapes of published models, in the spelling of their config.json, and a tiny one for
 * tests.
 */
enum ModelShape {

	/** LFM2-350M and LFM2.5-350M. */
	LFM2_350M("lfm2-350m", 1024, 6656, true, 65536, Layers.SIXTEEN, 16, 8, 128_000),

	/** LFM2-700M. */
	LFM2_700M("lfm2-700m", 1536, 10240, true, 65536, Layers.SIXTEEN, 24, 8, 128_000),

	/** LFM2-1.2B and LFM2.5-1.2B. */
	LFM2_1_2B("lfm2-1.2b", 2048, 12288, true, 65536, Layers.SIXTEEN, 32, 8, 128_000),

	/** LFM2-2.6B. */
	LFM2_2_6B("lfm2-2.6b", 2048, 10752, false, 65536, Layers.THIRTY, 32, 8, 128_000),

	/** Small enough for a test, large enough for blocks of 128. */
	TINY("tiny", 256, 384, false, 2048, Layers.FOUR, 4, 2, 2048);

	private final String id;

	private final int hidden;

	private final int feedForward;

	private final boolean adjusted;

	private final int vocabulary;

	private final Layers layers;

	private final int heads;

	private final int keyValueHeads;

	private final int positions;

	ModelShape(String id, int hidden, int feedForward, boolean adjusted, int vocabulary, Layers layers, int heads,
			int keyValueHeads, int positions) {
		this.id = id;
		this.hidden = hidden;
		this.feedForward = feedForward;
		this.adjusted = adjusted;
		this.vocabulary = vocabulary;
		this.layers = layers;
		this.heads = heads;
		this.keyValueHeads = keyValueHeads;
		this.positions = positions;
	}

	static ModelShape of(String id) {
		return Arrays.stream(values())
			.filter((shape) -> shape.id.equals(id.toLowerCase(Locale.ROOT)))
			.findFirst()
			.orElseThrow(() -> new UsageException("--shape is one of " + names()));
	}

	static String names() {
		return Arrays.stream(values()).map((shape) -> shape.id).collect(Collectors.joining("|"));
	}

	int vocabulary() {
		return this.vocabulary;
	}

	/** The members of config.json. */
	Map<String, Object> config() {
		Map<String, Object> config = new LinkedHashMap<>();
		config.put("architectures", List.of("Lfm2ForCausalLM"));
		config.put("model_type", "lfm2");
		config.put("hidden_size", this.hidden);
		config.put("intermediate_size", this.feedForward);
		config.put("block_ff_dim", this.feedForward);
		config.put("block_auto_adjust_ff_dim", this.adjusted);
		config.put("block_ffn_dim_multiplier", 1.0);
		config.put("block_multiple_of", 256);
		config.put("num_hidden_layers", this.layers.count);
		config.put("layer_types", this.layers.types());
		config.put("num_attention_heads", this.heads);
		config.put("num_key_value_heads", this.keyValueHeads);
		config.put("conv_L_cache", 3);
		config.put("conv_bias", false);
		config.put("norm_eps", 1e-5);
		config.put("rope_theta", 1_000_000.0);
		config.put("max_position_embeddings", this.positions);
		config.put("vocab_size", this.vocabulary);
		config.put("tie_embedding", true);
		config.put("bos_token_id", 1);
		config.put("eos_token_id", 7);
		config.put("pad_token_id", 0);
		config.put("torch_dtype", "bfloat16");
		return config;
	}

	/** Where the attention layers are. */
	private enum Layers {

		FOUR(4, 1, 3), SIXTEEN(16, 2, 5, 8, 10, 12, 14), THIRTY(30, 2, 5, 9, 13, 17, 21, 24, 27);

		private final int count;

		private final Set<Integer> attention;

		Layers(int count, Integer... attention) {
			this.count = count;
			this.attention = Set.of(attention);
		}

		List<String> types() {
			return IntStream.range(0, this.count)
				.mapToObj((layer) -> this.attention.contains(layer) ? "full_attention" : "conv")
				.toList();
		}

	}

}
