/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import dev.tacit.inference.json.JsonObject;

/**
 * Reads the parts of a {@code tokenizer.json}. What would change ids and is not built is
 * refused by name, and so is any key nobody knows: a tokenizer that is nearly right is
 * wrong.
 */
final class TokenizerFile {

	private static final Pattern REPEATED_GROUP = Pattern.compile("(?<!\\\\)\\)[*+{]");

	private static final int MAX_ID = 1 << 20;

	private final JsonObject file;

	private final JsonObject model;

	TokenizerFile(JsonObject file) {
		this.file = file;
		known("", file, "version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer",
				"post_processor", "decoder", "model");
		for (String block : List.of("normalizer", "truncation", "padding")) {
			require(!file.has(block), "a " + block);
		}
		this.model = file.object("model");
		known("model.", this.model, "type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix",
				"fuse_unk", "byte_fallback", "ignore_merges", "vocab", "merges");
		require("BPE".equals(this.model.stringOr("type", "BPE")), "a model other than BPE");
		for (String feature : List.of("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
			Object value = this.model.get(feature);
			require(value == null || "".equals(value), feature);
		}
		require(!this.model.booleanOr("byte_fallback", false), "byte_fallback");
		require(!this.model.booleanOr("fuse_unk", false), "fuse_unk");
		JsonObject decoder = file.objectOrNull("decoder");
		require(decoder == null || "ByteLevel".equals(decoder.stringOr("type", null)),
				"a decoder other than ByteLevel");
		JsonObject post = file.objectOrNull("post_processor");
		if (post != null) {
			postProcessor(post);
		}
	}

	/**
	 * A post-processor that only adds BOS or trims offsets is accepted and never applied:
	 * the chat template writes every control token.
	 */
	private static void postProcessor(JsonObject post) {
		String type = post.stringOr("type", null);
		if ("Sequence".equals(type)) {
			post.objects("processors").forEach(TokenizerFile::postProcessor);
			return;
		}
		require("ByteLevel".equals(type) || "TemplateProcessing".equals(type),
				"a post-processor other than ByteLevel and TemplateProcessing");
	}

	private static void known(String path, JsonObject object, String... names) {
		Set<String> known = Set.of(names);
		for (String name : object.names()) {
			require(known.contains(name), "the key '" + path + name + "'");
		}
	}

	private static void require(boolean condition, String feature) {
		if (!condition) {
			throw new TokenizerException("The file tokenizer.json uses " + feature
					+ ", which this tokenizer does not support; use the tokenizer of an LFM2 model");
		}
	}

	boolean wholePieces() {
		return this.model.booleanOr("ignore_merges", false);
	}

	TextSplitter splitter() {
		JsonObject preTokenizer = this.file.object("pre_tokenizer");
		List<JsonObject> steps = "Sequence".equals(preTokenizer.stringOr("type", null))
				? preTokenizer.objects("pretokenizers") : List.of(preTokenizer);
		List<String> patterns = new ArrayList<>();
		for (int i = 0; i < steps.size(); i++) {
			JsonObject step = steps.get(i);
			boolean last = i == steps.size() - 1;
			if (last) {
				require("ByteLevel".equals(step.stringOr("type", null)),
						"a pre-tokenizer that does not end in ByteLevel");
				require(!step.booleanOr("add_prefix_space", true), "add_prefix_space");
				if (step.booleanOr("use_regex", true)) {
					patterns.add(TextSplitter.GPT2);
				}
			}
			else {
				patterns.add(pattern(step));
			}
		}
		require(!patterns.isEmpty(), "a pre-tokenizer without a pattern");
		try {
			return new TextSplitter(patterns);
		}
		catch (PatternSyntaxException ex) {
			throw new TokenizerException("The file tokenizer.json is damaged: its split pattern is malformed");
		}
	}

	private static String pattern(JsonObject step) {
		require("Split".equals(step.stringOr("type", null)), "pre-tokenizers other than Split and ByteLevel");
		require("Isolated".equals(step.string("behavior")) && !step.booleanOr("invert", false),
				"a split that is not isolated");
		String regex = step.object("pattern").string("Regex");
		require(regex.length() <= 1000, "a split pattern of more than 1,000 characters");
		// java.util.regex recurses for each turn of such a group: a long text ends the
		// stack.
		require(!REPEATED_GROUP.matcher(regex).find(), "a split pattern that repeats a group");
		return regex;
	}

	Map<String, Integer> vocabulary() {
		JsonObject vocab = this.model.object("vocab");
		Map<String, Integer> vocabulary = new HashMap<>();
		Set<Integer> ids = new HashSet<>();
		for (String token : vocab.names()) {
			int id = vocab.intValue(token);
			require(id >= 0 && id < MAX_ID, "a token id out of range");
			require(ids.add(id), "one id for two tokens");
			vocabulary.put(token, id);
		}
		return vocabulary;
	}

	Map<String, Integer> addedTokens() {
		Map<String, Integer> added = new HashMap<>();
		Set<Integer> ids = new HashSet<>();
		for (JsonObject token : this.file.objects("added_tokens")) {
			for (String flag : List.of("single_word", "lstrip", "rstrip")) {
				require(!token.booleanOr(flag, false), flag + " on an added token");
			}
			String content = token.string("content");
			int id = token.intValue("id");
			require(id >= 0 && id < MAX_ID && !content.isEmpty(), "an added token without a valid id");
			require(ids.add(id), "one id for two added tokens");
			added.put(content, id);
		}
		return added;
	}

	static int[] byteIds(Map<String, Integer> vocabulary) {
		int[] ids = new int[256];
		for (int value = 0; value < 256; value++) {
			Integer id = vocabulary.get(String.valueOf(ByteAlphabet.toChar((byte) value)));
			require(id != null, "a vocabulary without all 256 bytes");
			ids[value] = (id != null) ? id : 0;
		}
		return ids;
	}

	MergeTable merges(Map<String, Integer> vocabulary) {
		List<?> list = this.model.list("merges");
		MergeTable merges = new MergeTable(list.size());
		for (Object merge : list) {
			String left;
			String right;
			if (merge instanceof List<?> pair && pair.size() == 2 && pair.get(0) instanceof String first
					&& pair.get(1) instanceof String second) {
				left = first;
				right = second;
			}
			else if (merge instanceof String text && text.indexOf(' ') > 0) {
				left = text.substring(0, text.indexOf(' '));
				right = text.substring(text.indexOf(' ') + 1);
			}
			else {
				throw new TokenizerException("The file tokenizer.json is damaged: a merge is no pair of tokens");
			}
			Integer leftId = vocabulary.get(left);
			Integer rightId = vocabulary.get(right);
			Integer result = vocabulary.get(left + right);
			if (leftId == null || rightId == null || result == null) {
				throw new TokenizerException(
						"The file tokenizer.json is damaged: a merge names a token outside the vocabulary");
			}
			merges.add(leftId, rightId, result);
		}
		return merges;
	}

}
