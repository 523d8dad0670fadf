/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tacit.inference.json.Json;

/**
 * A byte-level BPE tokenizer of a wanted size that no corpus was needed for: LFM2's
 * control tokens, the 256 bytes, then pairs of letters and pairs of pairs, the more
 * frequent English letters first. Any text can be encoded; the tokens are about as long
 * as a trained tokenizer's.
 */
final class SyntheticTokenizer {

	private static final List<String> CONTROL = List.of("<|pad|>", "<|startoftext|>", "<|endoftext|>", "<|fim_pre|>",
			"<|fim_mid|>", "<|fim_suf|>", "<|im_start|>", "<|im_end|>", "<|tool_list_start|>", "<|tool_list_end|>",
			"<|tool_call_start|>", "<|tool_call_end|>", "<|tool_response_start|>", "<|tool_response_end|>", "<think>",
			"</think>");

	private static final String SPLIT = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|"
			+ " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

	private static final String LETTERS = "etaoinshrdlcumwfgypbvkjxqz";

	/** A space, as the byte alphabet writes it. */
	private static final String SPACE = "\u0120";

	private final int size;

	private final Map<String, Object> vocabulary = new LinkedHashMap<>();

	private final List<List<String>> merges = new ArrayList<>();

	SyntheticTokenizer(int size) {
		this.size = size;
	}

	String json() {
		for (String token : CONTROL) {
			add(token);
		}
		byteAlphabet();
		List<String> pairs = pairs();
		pairs.forEach((pair) -> merge(pair.substring(0, 1), pair.substring(1)));
		pairs.forEach((pair) -> merge(SPACE, pair));
		// By diagonals: two frequent pairs before a frequent and a rare one.
		for (int sum = 0; sum < 2 * pairs.size() - 1; sum++) {
			for (int i = Math.max(0, sum - pairs.size() + 1); i <= Math.min(sum, pairs.size() - 1); i++) {
				merge(pairs.get(i), pairs.get(sum - i));
				merge(SPACE + pairs.get(i), pairs.get(sum - i));
			}
		}
		if (this.vocabulary.size() != this.size) {
			throw new IllegalArgumentException("A vocabulary of " + this.size + " tokens is not in reach");
		}
		return Json.write(file());
	}

	private void byteAlphabet() {
		int stranger = 256;
		for (int value = 0; value < 256; value++) {
			boolean printable = (value > 32 && value < 127) || (value > 160 && value != 173);
			add(String.valueOf((char) (printable ? value : stranger++)));
		}
	}

	private static List<String> pairs() {
		List<String> pairs = new ArrayList<>();
		for (int sum = 0; sum < 2 * LETTERS.length() - 1; sum++) {
			for (int i = Math.max(0, sum - LETTERS.length() + 1); i <= Math.min(sum, LETTERS.length() - 1); i++) {
				pairs.add("" + LETTERS.charAt(i) + LETTERS.charAt(sum - i));
			}
		}
		return pairs;
	}

	private void merge(String left, String right) {
		if (this.vocabulary.size() < this.size) {
			add(left + right);
			this.merges.add(List.of(left, right));
		}
	}

	private void add(String token) {
		this.vocabulary.put(token, this.vocabulary.size());
	}

	private Map<String, Object> file() {
		Map<String, Object> file = new LinkedHashMap<>();
		file.put("version", "1.0");
		file.put("truncation", null);
		file.put("padding", null);
		file.put("added_tokens", CONTROL.stream().map(this::added).toList());
		file.put("normalizer", null);
		file.put("pre_tokenizer", Map.of("type", "Sequence", "pretokenizers", List.of(
				Map.of("type", "Split", "pattern", Map.of("Regex", SPLIT), "behavior", "Isolated", "invert", false),
				Map.of("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", false))));
		file.put("post_processor", null);
		file.put("decoder",
				Map.of("type", "ByteLevel", "add_prefix_space", true, "trim_offsets", true, "use_regex", true));
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("type", "BPE");
		model.put("ignore_merges", false);
		model.put("vocab", this.vocabulary);
		model.put("merges", this.merges);
		file.put("model", model);
		return file;
	}

	private Map<String, Object> added(String token) {
		Map<String, Object> added = new LinkedHashMap<>();
		added.put("id", this.vocabulary.getOrDefault(token, 0));
		added.put("content", token);
		for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
			added.put(flag, false);
		}
		added.put("special", token.startsWith("<|"));
		return added;
	}

}
