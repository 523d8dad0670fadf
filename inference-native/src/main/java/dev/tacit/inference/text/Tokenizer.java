/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import dev.tacit.inference.json.JsonLimits;
import dev.tacit.inference.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Byte-level BPE as Hugging Face's {@code tokenizer.json} describes it. Added tokens are
 * recognised in trusted text only; there is no automatic BOS. Immutable and thread-safe.
 */
public final class Tokenizer {

	private static final long MAX_FILE = 64L << 20;

	private final Map<String, Integer> vocabulary = new HashMap<>();

	private final Map<String, Integer> added = new HashMap<>();

	private final List<String> addedLongestFirst = new ArrayList<>();

	private final List<byte[]> bytesById = new ArrayList<>();

	private final Pattern split;

	private final PieceMerger merger;

	private final boolean wholePieces;

	private Tokenizer(JsonObject file) {
		requireAbsent(file, "normalizer");
		requireAbsent(file, "truncation");
		requireAbsent(file, "padding");
		JsonObject model = file.object("model");
		require("BPE".equals(model.stringOr("type", "BPE")), "a model other than BPE");
		for (String feature : List.of("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
			Object value = model.get(feature);
			require(value == null || "".equals(value), feature);
		}
		require(!model.booleanOr("byte_fallback", false), "byte_fallback");
		require(!model.booleanOr("fuse_unk", false), "fuse_unk");
		this.wholePieces = model.booleanOr("ignore_merges", false);
		this.split = splitPattern(file.object("pre_tokenizer"));
		readVocabulary(model.object("vocab"));
		readAddedTokens(file);
		this.merger = new PieceMerger(merges(model), byteIds());
	}

	/**
	 * Reads a {@code tokenizer.json}.
	 * @param tokenizerJson the file
	 * @return the tokenizer
	 * @throws TokenizerException if the file is damaged or uses a feature that is refused
	 * by name
	 */
	public static Tokenizer load(Path tokenizerJson) {
		try {
			if (Files.size(tokenizerJson) > MAX_FILE) {
				throw new TokenizerException("The file tokenizer.json is larger than 64 MiB");
			}
			return new Tokenizer(Json.parseObject(Files.readString(tokenizerJson), JsonLimits.LARGE));
		}
		catch (JsonException ex) {
			throw new TokenizerException("The file tokenizer.json is damaged: " + ex.getMessage());
		}
		catch (IOException ex) {
			throw new TokenizerException("The file tokenizer.json is missing or not UTF-8 text");
		}
	}

	private static void requireAbsent(JsonObject file, String member) {
		require(!file.has(member), "a " + member);
	}

	private static void require(boolean condition, String feature) {
		if (!condition) {
			throw new TokenizerException("The file tokenizer.json uses " + feature
					+ ", which this tokenizer does not support; use the tokenizer of an LFM2 model");
		}
	}

	private static Pattern splitPattern(JsonObject preTokenizer) {
		require("Sequence".equals(preTokenizer.stringOr("type", null)), "a pre-tokenizer other than Sequence");
		List<JsonObject> steps = preTokenizer.objects("pretokenizers");
		require(steps.size() == 2 && "Split".equals(steps.get(0).stringOr("type", null))
				&& "ByteLevel".equals(steps.get(1).stringOr("type", null)),
				"pre-tokenizers other than Split and ByteLevel");
		JsonObject splitStep = steps.get(0);
		require("Isolated".equals(splitStep.string("behavior")) && !splitStep.booleanOr("invert", false),
				"a split that is not isolated");
		require(!steps.get(1).booleanOr("add_prefix_space", false), "add_prefix_space");
		require(!steps.get(1).booleanOr("use_regex", true), "ByteLevel with its own pattern");
		String regex = splitStep.object("pattern").string("Regex");
		require(regex.length() <= 1000, "a split pattern of more than 1,000 characters");
		return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
	}

	private void readVocabulary(JsonObject vocab) {
		for (String token : vocab.names()) {
			int id = vocab.intValue(token);
			require(id >= 0 && id < 1 << 20, "a token id out of range");
			this.vocabulary.put(token, id);
		}
	}

	private void readAddedTokens(JsonObject file) {
		int highest = this.vocabulary.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
		for (JsonObject token : file.objects("added_tokens")) {
			for (String flag : List.of("single_word", "lstrip", "rstrip")) {
				require(!token.booleanOr(flag, false), flag + " on an added token");
			}
			String content = token.string("content");
			int id = token.intValue("id");
			require(id >= 0 && id < 1 << 20 && !content.isEmpty(), "an added token without a valid id");
			this.added.put(content, id);
			this.addedLongestFirst.add(content);
			highest = Math.max(highest, id);
		}
		this.addedLongestFirst.sort(Comparator.comparingInt(String::length).reversed().thenComparing((a) -> a));
		for (int id = 0; id <= highest; id++) {
			this.bytesById.add(new byte[0]);
		}
		this.vocabulary.forEach((token, id) -> {
			if (!this.added.containsKey(token)) {
				this.bytesById.set(id, ByteAlphabet.toBytes(token));
			}
		});
		this.added.forEach((token, id) -> this.bytesById.set(id, token.getBytes(StandardCharsets.UTF_8)));
	}

	private int[] byteIds() {
		int[] ids = new int[256];
		for (int value = 0; value < 256; value++) {
			Integer id = this.vocabulary.get(String.valueOf(ByteAlphabet.toChar((byte) value)));
			require(id != null, "a vocabulary without all 256 bytes");
			ids[value] = (id != null) ? id : 0;
		}
		return ids;
	}

	private Map<Long, PieceMerger.Merge> merges(JsonObject model) {
		Map<Long, PieceMerger.Merge> merges = new HashMap<>();
		int rank = 0;
		for (Object merge : model.list("merges")) {
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
			Integer leftId = this.vocabulary.get(left);
			Integer rightId = this.vocabulary.get(right);
			Integer result = this.vocabulary.get(left + right);
			if (leftId == null || rightId == null || result == null) {
				throw new TokenizerException(
						"The file tokenizer.json is damaged: a merge names a token outside the vocabulary");
			}
			merges.putIfAbsent(PieceMerger.pair(leftId, rightId), new PieceMerger.Merge(rank++, result));
		}
		return merges;
	}

	/**
	 * Encodes untrusted text: no character of it can become a control token.
	 * @param text the text
	 * @return token ids
	 */
	public int[] encode(String text) {
		IntList out = new IntList();
		encodeRun(text, out);
		return out.toArray();
	}

	/**
	 * Encodes text of our own, in which added tokens are recognised, the longest first.
	 * @param trusted the text
	 * @return token ids
	 */
	public int[] encodeWithControlTokens(String trusted) {
		return encodeGuarded(trusted, "");
	}

	/**
	 * Encodes text in which a guard keeps some places from being read as control tokens.
	 * The guard itself is not encoded.
	 */
	int[] encodeGuarded(String trusted, String guard) {
		IntList out = new IntList();
		int runStart = 0;
		int at = 0;
		while (at < trusted.length()) {
			String token = addedTokenAt(trusted, at);
			if (token == null) {
				at++;
				continue;
			}
			encodeRun(without(guard, trusted.substring(runStart, at)), out);
			out.add(this.added.getOrDefault(token, 0));
			at += token.length();
			runStart = at;
		}
		encodeRun(without(guard, trusted.substring(runStart)), out);
		return out.toArray();
	}

	private static String without(String guard, String text) {
		return guard.isEmpty() ? text : text.replace(guard, "");
	}

	private @Nullable String addedTokenAt(String text, int at) {
		for (String token : this.addedLongestFirst) {
			if (text.startsWith(token, at)) {
				return token;
			}
		}
		return null;
	}

	private void encodeRun(String text, IntList out) {
		Matcher matcher = this.split.matcher(text);
		int end = 0;
		while (matcher.find()) {
			encodePiece(text.substring(end, matcher.start()), out);
			encodePiece(matcher.group(), out);
			end = matcher.end();
		}
		encodePiece(text.substring(end), out);
	}

	private void encodePiece(String piece, IntList out) {
		if (piece.isEmpty()) {
			return;
		}
		if (this.wholePieces) {
			StringBuilder mapped = new StringBuilder();
			for (byte value : piece.getBytes(StandardCharsets.UTF_8)) {
				mapped.append(ByteAlphabet.toChar(value));
			}
			Integer whole = this.vocabulary.get(mapped.toString());
			if (whole != null) {
				out.add(whole);
				return;
			}
		}
		this.merger.merge(piece, out);
	}

	/**
	 * Id of an added token.
	 * @param content its text
	 * @return the id, or empty if there is no such token
	 */
	public OptionalInt controlToken(String content) {
		Integer id = this.added.get(content);
		return (id != null) ? OptionalInt.of(id) : OptionalInt.empty();
	}

	/**
	 * Number of ids in use.
	 * @return ids run from 0 to one less
	 */
	public int size() {
		return this.bytesById.size();
	}

	/**
	 * Bytes of one token; a padding id of the vocabulary has none.
	 * @param id the token
	 * @return UTF-8 bytes, perhaps a part of a character
	 */
	public byte[] bytes(int id) {
		return (id >= 0 && id < this.bytesById.size()) ? this.bytesById.get(id) : new byte[0];
	}

	/**
	 * Decodes tokens, control tokens included.
	 * @param ids token ids
	 * @return the text, U+FFFD for bytes that are no UTF-8
	 */
	public String decode(int... ids) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int id : ids) {
			bytes.writeBytes(bytes(id));
		}
		return bytes.toString(StandardCharsets.UTF_8);
	}

	/**
	 * Starts to decode a stream of tokens.
	 * @return a new decoder
	 */
	public TokenDecoder newDecoder() {
		return new TokenDecoder(this);
	}

}
