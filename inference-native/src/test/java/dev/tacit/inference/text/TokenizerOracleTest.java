/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hugging Face's own tokenizers give the same ids. Needs glibc 2.34 on x86_64, so it runs
 * on demand: {@code -Dtest.excluded=none -Dtest=TokenizerOracleTest}.
 */
@Tag("oracle")
class TokenizerOracleTest {

	private static final long SEED = 20261124;

	@TempDir
	private Path directory;

	@BeforeAll
	static void theOracleStaysOffline() {
		assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
		assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
	}

	@ParameterizedTest
	@EnumSource(TokenizerVariant.class)
	void idsAreThoseOfTheOracle(TokenizerVariant variant) throws IOException {
		Path file = variant.write(this.directory);
		Tokenizer tokenizer = Tokenizer.load(file);
		try (HuggingFaceTokenizer oracle = HuggingFaceTokenizer.newInstance(file,
				Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false"))) {
			for (Map.Entry<String, int[]> golden : TokenizerTest.goldens(variant).entrySet()) {
				assertThat(ids(oracle, golden.getKey())).isEqualTo(golden.getValue());
			}
			Random random = new Random(SEED);
			int texts = Integer.getInteger("tacit.oracle.texts", 3000);
			for (int i = 0; i < texts; i++) {
				String text = TokenizerTexts.random(random);
				assertThat(tokenizer.encodeWithControlTokens(text)).as("seed %d, case %d", SEED, i)
					.isEqualTo(ids(oracle, text));
			}
			for (String text : List.of(" ".repeat(40_000), "a".repeat(40_000), "!".repeat(40_000),
					"語".repeat(40_000))) {
				assertThat(tokenizer.encodeWithControlTokens(text)).isEqualTo(ids(oracle, text));
			}
		}
	}

	private static int[] ids(HuggingFaceTokenizer oracle, String text) {
		return Arrays.stream(oracle.encode(text, false, false).getIds()).mapToInt(Math::toIntExact).toArray();
	}

}
