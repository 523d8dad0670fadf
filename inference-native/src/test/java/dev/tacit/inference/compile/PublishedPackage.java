/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.model.Architecture;
import dev.tacit.inference.model.LayerType;
import dev.tacit.inference.model.ModelFolder;

/**
 * Writes a checkpoint as the packages that publishers make of it, so that what reads them
 * can be tried without a download.
 */
public final class PublishedPackage {

	private static final List<String> TEXT = List.of("tokenizer.json", "tokenizer_config.json", "chat_template.jinja",
			"generation_config.json");

	private PublishedPackage() {
	}

	/**
	 * Writes a whole package.
	 * @param checkpoint the model
	 * @param form generation and options
	 * @param folder where to
	 * @return the folder
	 */
	public static Path write(ModelFolder checkpoint, PublishedForm form, Path folder) throws IOException {
		Files.createDirectories(folder);
		for (String name : TEXT) {
			copy(checkpoint.path(), folder, name);
		}
		if (form.generation() == 1) {
			copy(checkpoint.path(), folder, "config.json");
			graph(checkpoint, form, folder.resolve("onnx"), "model_q4");
		}
		else {
			Files.writeString(folder.resolve("genai_config.json"),
					Json.write(genaiConfig(checkpoint.architecture(), form)));
			graph(checkpoint, form, folder, "model");
		}
		return folder;
	}

	/** Writes one graph and its weights. */
	public static void graph(ModelFolder checkpoint, PublishedForm form, Path folder, String name) throws IOException {
		Files.createDirectories(folder);
		OnnxGraph graph = new OnnxGraph("main_graph", 10, 21);
		try (WeightFile weights = new WeightFile(folder.resolve(name + ".onnx_data"))) {
			new PublishedGraph(checkpoint.architecture(), checkpoint.checkpoint(), new WeightStore(graph, weights),
					form)
				.build();
		}
		Files.write(folder.resolve(name + ".onnx"), graph.toByteArray());
	}

	private static void copy(Path from, Path to, String name) throws IOException {
		if (Files.exists(from.resolve(name))) {
			Files.copy(from.resolve(name), to.resolve(name));
		}
	}

	private static Map<String, Object> genaiConfig(Architecture a, PublishedForm form) {
		Map<String, Object> inputs = new LinkedHashMap<>();
		inputs.put("input_ids", "input_ids");
		inputs.put("attention_mask", "attention_mask");
		inputs.put("past_key_names", "past_key_values.%d.key");
		inputs.put("past_value_names", "past_key_values.%d.value");
		Map<String, Object> outputs = new LinkedHashMap<>();
		outputs.put("logits", "logits");
		outputs.put("present_key_names", "present.%d.key");
		outputs.put("present_value_names", "present.%d.value");
		Map<String, Object> decoder = new LinkedHashMap<>();
		decoder.put("filename", "model.onnx");
		decoder.put("head_size", a.headSize());
		decoder.put("hidden_size", a.hiddenSize());
		decoder.put("inputs", inputs);
		decoder.put("outputs", outputs);
		decoder.put("num_attention_heads", a.heads());
		decoder.put("num_hidden_layers", a.layers().size());
		decoder.put("num_key_value_heads", a.keyValueHeads());
		decoder.put("layer_types",
				a.layers()
					.stream()
					.map((type) -> (type == LayerType.CONVOLUTION) ? "conv" : "full_attention")
					.toList());
		decoder.put("conv_cache_size", (form.generation() == 3) ? a.convStateDepth() : a.convKernel());
		decoder.put("past_conv_names", "past_conv.%d");
		decoder.put("present_conv_names", "present_conv.%d");
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("bos_token_id", 1);
		model.put("eos_token_id", List.of(7));
		model.put("pad_token_id", 0);
		model.put("context_length", a.maxPositions());
		model.put("decoder", decoder);
		model.put("type", "lfm2");
		model.put("vocab_size", a.vocabularySize());
		return Map.of("model", model);
	}

}
