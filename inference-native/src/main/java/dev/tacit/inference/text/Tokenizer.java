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
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import dev.tacit.inference.json.JsonLimits;
import org.jspecify.annotations.Nullable;

/**
 * Byte-level BPE as Hugging Face's {@code tokenizer.json} describes it. Added tokens are
 * recognised in trusted text only; there is no automatic BOS. Immutable and thread-safe.
 */
public final class Tokenizer {

	private static final long MAX_FILE = 64L << 20;

	private final Map<String, Integer> vocabulary;

	private final Map<String, Integer> added;

	private final BitSet addedIds = new BitSet();

	/** Added tokens by their first character, the longest first. */
	private final Map<Character, List<String>> addedByStart = new HashMap<>();

	private final List<byte[]> bytesById = new ArrayList<>();

	private final TextSplitter splitter;

	private final PieceMerger merger;

	private final boolean wholePieces;

	private Tokenizer(TokenizerFile file) {
		this.wholePieces = file.wholePieces();
		this.splitter = file.splitter();
		this.vocabulary = file.vocabulary();
		this.added = file.addedTokens();
		this.merger = new PieceMerger(file.merges(this.vocabulary), TokenizerFile.byteIds(this.vocabulary));
		this.added.keySet()
			.stream()
			.sorted(Comparator.comparingInt(String::length).reversed())
			.forEach((token) -> this.addedByStart.computeIfAbsent(token.charAt(0), (start) -> new ArrayList<>())
				.add(token));
		this.added.values().forEach(this.addedIds::set);
		readBytes();
	}

	private void readBytes() {
		int highest = Stream.concat(this.vocabulary.values().stream(), this.added.values().stream())
			.mapToInt(Integer::intValue)
			.max()
			.orElse(-1);
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
			return new Tokenizer(
					new TokenizerFile(Json.parseObject(Files.readString(tokenizerJson), JsonLimits.LARGE)));
		}
		catch (JsonException ex) {
			throw new TokenizerException("The file tokenizer.json is damaged: " + ex.getMessage());
		}
		catch (IOException ex) {
			throw new TokenizerException("The file tokenizer.json is missing or not UTF-8 text");
		}
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
		for (String token : this.addedByStart.getOrDefault(text.charAt(at), List.of())) {
			if (text.startsWith(token, at)) {
				return token;
			}
		}
		return null;
	}

	private void encodeRun(String text, IntList out) {
		this.splitter.split(text, (piece) -> encodePiece(piece, out));
	}

	private void encodePiece(String piece, IntList out) {
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
	 * Whether an id is an added token, which ordinary text never becomes.
	 * @param id the token
	 * @return true for added tokens
	 */
	public boolean isControlToken(int id) {
		return id >= 0 && this.addedIds.get(id);
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
