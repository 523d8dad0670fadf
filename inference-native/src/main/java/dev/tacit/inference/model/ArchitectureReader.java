/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.tacit.inference.json.JsonException;
import dev.tacit.inference.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Reads config.json in the spellings of transformers 4 and 5. Where a member is absent
 * the defaults are those of transformers' {@code Lfm2Config}.
 */
public final class ArchitectureReader {

	private final Path file;

	private final JsonObject config;

	private ArchitectureReader(Path file, JsonObject config) {
		this.file = file;
		this.config = config;
	}

	/**
	 * Reads the dimensions of a model.
	 * @param file where the members come from, named in the message of an exception
	 * @param config the members
	 * @return the dimensions
	 * @throws ModelFolderException if they describe no dense LFM2 model
	 */
	public static Architecture read(Path file, JsonObject config) {
		ArchitectureReader reader = new ArchitectureReader(file, config);
		try {
			reader.requireKind();
			return reader.architecture();
		}
		catch (JsonException | IllegalArgumentException ex) {
			throw new ModelFolderException(file,
					"config.json describes no LFM2 model (" + ex.getMessage() + "); download it again", ex);
		}
	}

	private void requireKind() {
		String type = this.config.stringOr("model_type", "");
		if (!"lfm2".equals(type)) {
			throw new ModelFolderException(this.file,
					"this is a model of the type '" + SafetensorsFile.printable(String.valueOf(type))
							+ "'; this engine runs dense LFM2 text models, for example LFM2.5-1.2B-Thinking");
		}
		if (this.config.has("quantization_config")) {
			throw new ModelFolderException(this.file, "the weights are quantised already; take the original checkpoint"
					+ " with BF16 weights, the compiler quantises it itself");
		}
		if (this.config.booleanOr("conv_bias", false)) {
			throw new JsonException("'conv_bias' is true, which no released LFM2 uses");
		}
	}

	private Architecture architecture() {
		int hidden = this.config.intValue("hidden_size");
		int heads = this.config.intValue("num_attention_heads");
		if (heads < 1) {
			throw new JsonException("'num_attention_heads' is not positive");
		}
		int headSize = this.config.intOr("head_dim", hidden / heads);
		return new Architecture(hidden, feedForward(), this.config.intValue("vocab_size"), layers(), heads,
				this.config.intOr("num_key_value_heads", heads), headSize, this.config.intOr("conv_L_cache", 3),
				(float) this.config.numberOr("norm_eps", 1e-5), ropeTheta(),
				this.config.intOr("max_position_embeddings", 128_000),
				this.config.booleanOr("tie_embedding", this.config.booleanOr("tie_word_embeddings", true)));
	}

	private int feedForward() {
		int stated = this.config.has("block_ff_dim") ? this.config.intValue("block_ff_dim")
				: this.config.intValue("intermediate_size");
		if (stated < 1 || stated > 1 << 20) {
			throw new JsonException("the feed-forward size is out of range");
		}
		if (!this.config.booleanOr("block_auto_adjust_ff_dim", true)) {
			return stated;
		}
		long adjusted = (2L * stated) / 3;
		double multiplier = this.config.numberOr("block_ffn_dim_multiplier", 1.0);
		int multiple = this.config.intOr("block_multiple_of", 256);
		if (multiple < 1 || !(multiplier > 0 && multiplier < 64)) {
			throw new JsonException("the adjustment of the feed-forward size is out of range");
		}
		adjusted = (long) (multiplier * adjusted);
		return Math.toIntExact((adjusted + multiple - 1) / multiple * multiple);
	}

	private List<LayerType> layers() {
		int count = this.config.intValue("num_hidden_layers");
		if (count < 1 || count > 512) {
			throw new JsonException("'num_hidden_layers' is out of range");
		}
		if (this.config.has("layer_types")) {
			return typedLayers(count);
		}
		if (!this.config.has("full_attn_idxs")) {
			throw new JsonException("'layer_types' and 'full_attn_idxs' are both missing");
		}
		List<LayerType> layers = new ArrayList<>(Collections.nCopies(count, LayerType.CONVOLUTION));
		for (Object item : this.config.list("full_attn_idxs")) {
			if (!(item instanceof Long index) || index < 0 || index >= count) {
				throw new JsonException("'full_attn_idxs' names a layer that does not exist");
			}
			layers.set(index.intValue(), LayerType.ATTENTION);
		}
		return layers;
	}

	private List<LayerType> typedLayers(int count) {
		List<LayerType> layers = new ArrayList<>();
		for (Object item : this.config.list("layer_types")) {
			if ("conv".equals(item)) {
				layers.add(LayerType.CONVOLUTION);
			}
			else if ("full_attention".equals(item)) {
				layers.add(LayerType.ATTENTION);
			}
			else {
				throw new JsonException("'layer_types' holds something else than conv and full_attention");
			}
		}
		if (layers.size() != count) {
			throw new JsonException("'layer_types' has " + layers.size() + " entries for " + count + " layers");
		}
		return layers;
	}

	private double ropeTheta() {
		requireDefaultRope(this.config.objectOrNull("rope_scaling"));
		JsonObject parameters = this.config.objectOrNull("rope_parameters");
		requireDefaultRope(parameters);
		if (parameters != null && parameters.has("rope_theta")) {
			return parameters.number("rope_theta");
		}
		return this.config.numberOr("rope_theta", 1_000_000.0);
	}

	private static void requireDefaultRope(@Nullable JsonObject parameters) {
		if (parameters == null) {
			return;
		}
		String type = parameters.stringOr("rope_type", parameters.stringOr("type", "default"));
		if (!"default".equals(type)) {
			throw new JsonException("the rotary positions are scaled, which no released LFM2 uses");
		}
	}

}
