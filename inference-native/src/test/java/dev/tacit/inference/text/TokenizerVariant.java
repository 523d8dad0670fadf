/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonLimits;

/**
 * The demo model's tokenizer.json, and the same vocabulary with the settings of published
 * files.
 */
enum TokenizerVariant {

	DEMO, LLAMA3_DIGITS, WHOLE_PIECES, GPT2, TWO_SPLITS, MERGES_AS_TEXT;

	static final Path DEMO_MODEL = Path.of("..", "demo-model", "src", "main", "resources", "dev", "tacit", "demo");

	private static final String DIGITS = "\\p{N}{1,3}";

	Path write(Path directory) throws IOException {
		Map<String, Object> file = ChatTemplateTest
			.map(Json.parse(Files.readString(DEMO_MODEL.resolve("tokenizer.json")), JsonLimits.LARGE));
		Map<String, Object> model = ChatTemplateTest.map(file.get("model"));
		Map<String, Object> byteLevel = Map.of("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true,
				"use_regex", false);
		Map<String, Object> preTokenizer = ChatTemplateTest.map(file.get("pre_tokenizer"));
		Map<String, Object> split = ChatTemplateTest.map(((List<?>) preTokenizer.get("pretokenizers")).get(0));
		String regex = String.valueOf(ChatTemplateTest.map(split.get("pattern")).get("Regex"));
		switch (this) {
			case LLAMA3_DIGITS ->
				preTokenizer.put("pretokenizers", List.of(split(regex.replace("\\p{N}|", DIGITS + "|")), byteLevel));
			case WHOLE_PIECES -> model.put("ignore_merges", true);
			case GPT2 -> preTokenizer = Map.of("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true,
					"use_regex", true);
			case TWO_SPLITS ->
				preTokenizer.put("pretokenizers", List.of(split(DIGITS), split("[一-龥ぁ-ゟ]+"), split(regex), byteLevel));
			case MERGES_AS_TEXT -> {
				List<String> merges = new ArrayList<>();
				((List<?>) model.get("merges"))
					.forEach((merge) -> merges.add(((List<?>) merge).get(0) + " " + ((List<?>) merge).get(1)));
				model.put("merges", merges);
			}
			default -> {
			}
		}
		file.put("pre_tokenizer", preTokenizer);
		file.put("model", model);
		Path target = directory.resolve(name() + "-tokenizer.json");
		Files.writeString(target, Json.write(file));
		return target;
	}

	private static Map<String, Object> split(String regex) {
		Map<String, Object> split = new LinkedHashMap<>();
		split.put("type", "Split");
		split.put("pattern", Map.of("Regex", regex));
		split.put("behavior", "Isolated");
		split.put("invert", false);
		return split;
	}

}
