/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.tacit.inference.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Ids are those of Hugging Face's tokenizers, which wrote the goldens; every text comes
 * back; files with unknown features are refused by name.
 */
class TokenizerTest {

	private static final long SEED = 20261124;

	@TempDir
	private Path directory;

	/** Ids by text, in which control tokens are recognised. */
	static Map<String, int[]> goldens(TokenizerVariant variant) {
		Map<String, Object> file = ChatTemplateTest
			.map(Json.parse(ChatTemplateTest.resource("tokenizer-goldens.json")));
		List<?> texts = (List<?>) file.get("texts");
		List<?> ids = (List<?>) file.get(variant.name());
		Map<String, int[]> goldens = new LinkedHashMap<>();
		for (int i = 0; i < texts.size(); i++) {
			goldens.put((String) texts.get(i),
					((List<?>) ids.get(i)).stream().mapToInt((id) -> ((Long) id).intValue()).toArray());
		}
		return goldens;
	}

	@ParameterizedTest
	@EnumSource(TokenizerVariant.class)
	void idsAreTheGoldens(TokenizerVariant variant) throws IOException {
		Tokenizer tokenizer = Tokenizer.load(variant.write(this.directory));
		assertThat(goldens(variant)).hasSizeGreaterThan(50).allSatisfy((text, ids) -> {
			assertThat(tokenizer.encodeWithControlTokens(text)).isEqualTo(ids);
			assertThat(tokenizer.decode(ids)).isEqualTo(text);
		});
	}

	@ParameterizedTest
	@EnumSource(TokenizerVariant.class)
	void everyTextComesBackWholeAndInIncrements(TokenizerVariant variant) throws IOException {
		Tokenizer tokenizer = Tokenizer.load(variant.write(this.directory));
		Random random = new Random(SEED);
		for (int i = 0; i < 2000; i++) {
			String text = TokenizerTexts.random(random);
			int[] ids = tokenizer.encode(text);
			assertThat(Arrays.stream(ids).boxed()).as("seed %d, case %d", SEED, i).allMatch((id) -> id > 15);
			assertThat(tokenizer.decode(ids)).as("seed %d, case %d", SEED, i).isEqualTo(text);
			TokenDecoder decoder = tokenizer.newDecoder();
			StringBuilder increments = new StringBuilder();
			for (int id : ids) {
				increments.append(decoder.accept(id));
			}
			assertThat(increments.append(decoder.flush())).hasToString(text);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", "a", "!", "語", "\n", "1", "😀", "é", "\u0000", " a", "\r\n " })
	void aMillionOfOneCharacterIsEncoded(String unit) {
		Tokenizer tokenizer = Tokenizer.load(TokenizerVariant.DEMO_MODEL.resolve("tokenizer.json"));
		String text = unit.repeat(1_000_000 / unit.length());
		assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
	}

	@Test
	void aLoneSurrogateBecomesAReplacement() {
		Tokenizer tokenizer = Tokenizer.load(TokenizerVariant.DEMO_MODEL.resolve("tokenizer.json"));
		assertThat(tokenizer.decode(tokenizer.encode("a\ud800b"))).isEqualTo("a?b");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"normalizer":null | "normalizer":{"type":"NFC"} | a normalizer
			"truncation":null | "truncation":{"max_length":5} | a truncation
			"padding":null | "padding":{"x":1} | a padding
			"version":"1.0" | "version":"1.0","surprise":1 | the key 'surprise'
			"type":"BPE" | "type":"Unigram" | a model other than BPE
			"dropout":null | "dropout":0.5 | dropout
			"unk_token":null | "unk_token":"x" | unk_token
			"byte_fallback":false | "byte_fallback":true | byte_fallback
			"fuse_unk":false | "fuse_unk":true | fuse_unk
			"fuse_unk":false | "fuse_unk":false,"novel":1 | the key 'model.novel'
			"add_prefix_space":false | "add_prefix_space":true | add_prefix_space
			"behavior":"Isolated" | "behavior":"Removed" | a split that is not isolated
			"type":"Split" | "type":"Digits" | pre-tokenizers other than Split and ByteLevel
			"Regex":"(?i: | "Regex":"(a)+(?i: | a split pattern that repeats a group
			"lstrip":false | "lstrip":true | lstrip on an added token
			"post_processor":null | "post_processor":{"type":"RobertaProcessing"} | a post-processor
			"decoder":{"type":"ByteLevel" | "decoder":{"type":"WordPiece" | a decoder other than ByteLevel
			""")
	void anUnknownFeatureIsRefusedByName(String from, String to, String named) throws IOException {
		Path file = TokenizerVariant.DEMO.write(this.directory);
		String text = Files.readString(file);
		assertThat(text).contains(from);
		int at = text.indexOf(from);
		Files.writeString(file, text.substring(0, at) + to + text.substring(at + from.length()));
		assertThatExceptionOfType(TokenizerException.class).isThrownBy(() -> Tokenizer.load(file))
			.withMessageContaining(named);
	}

	@Test
	void aPatternThatExplodesIsEnded() throws IOException {
		Path file = TokenizerVariant.DEMO.write(this.directory);
		String text = Files.readString(file);
		int start = text.indexOf("\"Regex\":\"") + 9;
		int end = text.indexOf("\"}", start);
		Files.writeString(file, text.substring(0, start) + "a*a*a*a*a*a*c" + text.substring(end));
		Tokenizer tokenizer = Tokenizer.load(file);
		assertThatExceptionOfType(TokenizerException.class).isThrownBy(() -> tokenizer.encode("a".repeat(200) + "b"))
			.withMessageContaining("needs too long");
	}

}
