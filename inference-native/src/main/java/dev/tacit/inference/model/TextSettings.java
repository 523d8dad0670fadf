/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import dev.tacit.inference.json.JsonException;
import dev.tacit.inference.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The settings around the tokenizer: special tokens, template, stop ids, sampling. */
record TextSettings(String chatTemplate, String bosToken, String eosToken, int[] stopTokens,
		GenerationDefaults generationDefaults) {

	private static final int MAX_JSON = 4 << 20;

	private static final int MAX_TEMPLATE = 1 << 20;

	static TextSettings read(Path folder, Path configFile, JsonObject config, Architecture architecture) {
		Path tokenizerFile = folder.resolve("tokenizer_config.json");
		JsonObject tokenizer = FolderFile.json(tokenizerFile, MAX_JSON);
		Path generationFile = folder.resolve("generation_config.json");
		JsonObject generation = Files.exists(generationFile) ? FolderFile.json(generationFile, MAX_JSON) : null;
		String template = template(folder, tokenizerFile, tokenizer);
		String bos = token(tokenizerFile, tokenizer, "bos_token");
		String eos = token(tokenizerFile, tokenizer, "eos_token");
		TreeSet<Integer> stops = new TreeSet<>();
		collect(configFile, config, architecture, stops);
		GenerationDefaults defaults = GenerationDefaults.NONE;
		if (generation != null) {
			collect(generationFile, generation, architecture, stops);
			defaults = defaults(generationFile, generation);
		}
		if (stops.isEmpty()) {
			throw new ModelFolderException(folder, "neither " + configFile.getFileName()
					+ " nor generation_config.json has an eos_token_id; download both again");
		}
		return new TextSettings(template, bos, eos, stops.stream().mapToInt(Integer::intValue).toArray(), defaults);
	}

	private static String template(Path folder, Path tokenizerFile, JsonObject tokenizer) {
		Path file = folder.resolve("chat_template.jinja");
		if (Files.exists(file)) {
			return FolderFile.text(file, MAX_TEMPLATE);
		}
		Object value = tokenizer.get("chat_template");
		String template = (value instanceof List<?> list) ? namedTemplates(list).get("default")
				: (value instanceof String text) ? text : null;
		if (template == null) {
			throw new ModelFolderException(tokenizerFile,
					"there is no chat template, neither here nor in chat_template.jinja; take the instruction-tuned"
							+ " model, a base model cannot chat");
		}
		return template;
	}

	private static Map<String, String> namedTemplates(List<?> list) {
		Map<String, String> templates = new LinkedHashMap<>();
		for (Object item : list) {
			if (item instanceof Map<?, ?> map && map.get("name") instanceof String name
					&& map.get("template") instanceof String template) {
				templates.put(name, template);
			}
		}
		return templates;
	}

	private static String token(Path file, JsonObject tokenizer, String name) {
		Object value = tokenizer.get(name);
		Object content = (value instanceof Map<?, ?> map) ? map.get("content") : value;
		if (!(content instanceof String text) || text.isEmpty()) {
			throw new ModelFolderException(file, "'" + name + "' is missing; download the file again");
		}
		return text;
	}

	private static void collect(Path file, JsonObject json, Architecture architecture, TreeSet<Integer> stops) {
		Object value = json.get("eos_token_id");
		List<?> ids = (value instanceof List<?> list) ? list : (value != null) ? List.of(value) : List.of();
		for (Object id : ids) {
			if (!(id instanceof Long number) || number < 0 || number >= architecture.vocabularySize()) {
				throw new ModelFolderException(file,
						"'eos_token_id' is no token of the vocabulary; download the file again");
			}
			stops.add(number.intValue());
		}
	}

	private static GenerationDefaults defaults(Path file, JsonObject json) {
		try {
			return new GenerationDefaults(json.has("do_sample") ? json.booleanOr("do_sample", false) : null,
					number(json, "temperature", 0, 100), integer(json, "top_k", 0), number(json, "top_p", 0, 1),
					number(json, "min_p", 0, 1), number(json, "repetition_penalty", 0, 100),
					integer(json, "max_new_tokens", 1));
		}
		catch (JsonException ex) {
			throw new ModelFolderException(file,
					"a sampling setting is not usable (" + ex.getMessage() + "); correct or remove it", ex);
		}
	}

	private static @Nullable Double number(JsonObject json, String name, double least, double most) {
		if (!json.has(name)) {
			return null;
		}
		double value = json.number(name);
		if (!(value >= least && value <= most)) {
			throw new JsonException("'" + name + "' is out of range");
		}
		return value;
	}

	private static @Nullable Integer integer(JsonObject json, String name, int least) {
		if (!json.has(name)) {
			return null;
		}
		int value = json.intValue(name);
		if (value < least) {
			throw new JsonException("'" + name + "' is out of range");
		}
		return value;
	}

}
