/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.tacit.inference.json.JsonException;
import dev.tacit.inference.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The genai_config.json that onnxruntime-genai writes beside its graphs. */
final class GenaiConfig {

	static final String NAME = "genai_config.json";

	private static final int MAX_BYTES = 4 << 20;

	private final Path file;

	private final JsonObject model;

	private final JsonObject decoder;

	private GenaiConfig(Path file, JsonObject model) {
		this.file = file;
		this.model = model;
		this.decoder = model.object("decoder");
	}

	static @Nullable GenaiConfig in(Path folder) {
		Path file = folder.resolve(NAME);
		if (!Files.exists(file)) {
			return null;
		}
		JsonObject json = FolderFile.json(file, MAX_BYTES);
		try {
			return new GenaiConfig(file, json.object("model"));
		}
		catch (JsonException ex) {
			throw unusable(file, ex);
		}
	}

	Path file() {
		return this.file;
	}

	/** Has the eos ids under the names of config.json. */
	JsonObject model() {
		return this.model;
	}

	/** The graph that the decoder runs, relative to the folder; null if not stated. */
	@Nullable String graph() {
		return read(() -> this.decoder.stringOr("filename", null));
	}

	/** How the graph names something, such as {@code past_key_values.%d.key}. */
	String name(String key, String otherwise) {
		return read(() -> {
			for (String group : new String[] { "inputs", "outputs" }) {
				JsonObject names = this.decoder.objectOrNull(group);
				if (names != null && names.has(key)) {
					return names.string(key);
				}
			}
			return this.decoder.has(key) ? this.decoder.string(key) : otherwise;
		});
	}

	/**
	 * The dimensions, where no config.json tells them: what only the compiler needs comes
	 * from the graph or is the default of the architecture.
	 */
	Architecture architecture(OnnxGraphFile graph, GraphInterface face) {
		return read(() -> {
			int hidden = this.decoder.intValue("hidden_size");
			int heads = this.decoder.intValue("num_attention_heads");
			int headSize = this.decoder.intValue("head_size");
			int layers = this.decoder.intValue("num_hidden_layers");
			if (layers != face.convolutions().size() + face.attentions().size()) {
				throw new JsonException("'num_hidden_layers' is not the number of layers in the graph");
			}
			LayerType[] types = new LayerType[layers];
			java.util.Arrays.fill(types, LayerType.CONVOLUTION);
			face.attentions().forEach((state) -> types[Math.min(state.layer(), layers - 1)] = LayerType.ATTENTION);
			float epsilon = (graph.normEpsilon() > 0) ? graph.normEpsilon() : 1e-5f;
			return new Architecture(hidden, feedForward(graph, hidden, (long) heads * headSize),
					this.model.intValue("vocab_size"), java.util.List.of(types), heads,
					this.decoder.intValue("num_key_value_heads"), headSize, 3, epsilon, 1_000_000,
					this.model.intValue("context_length"), true);
		});
	}

	private static int feedForward(OnnxGraphFile graph, int hidden, long queries) {
		return graph.matrices()
			.stream()
			.filter((matrix) -> matrix.height() == hidden && matrix.width() != hidden && matrix.width() != queries)
			.mapToInt((matrix) -> Math.toIntExact(matrix.width()))
			.findFirst()
			.orElse(hidden);
	}

	private <T> T read(java.util.function.Supplier<T> member) {
		try {
			return member.get();
		}
		catch (JsonException | IllegalArgumentException | ArithmeticException ex) {
			throw unusable(this.file, ex);
		}
	}

	private static ModelFolderException unusable(Path file, RuntimeException cause) {
		return new ModelFolderException(file,
				"the file describes no language model (" + cause.getMessage() + "); download it again", cause);
	}

}
