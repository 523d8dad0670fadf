/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import dev.tacit.inference.sample.SamplingOptions;
import dev.tacit.inference.sample.TokenScore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** A reply held against the model that wrote it, and one that it did not write. */
class ScoringTest {

	private static final String DOSE = "A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?";

	/** What rounding may move; a token that another model wrote is farther away. */
	private static final double TOLERANCE = 0.1;

	@TempDir
	static Path cache;

	private static Engine engine;

	@BeforeAll
	static void open() {
		engine = Engine.open(DemoModel.folder(),
				EngineConfig.defaults().withCacheDirectory(cache).withContextLength(1024));
	}

	@AfterAll
	static void close() {
		engine.close();
	}

	private static GenerationTokens tokensOf(GenerationRequest request) {
		return tokensOf(engine, request);
	}

	private static GenerationTokens tokensOf(Engine writing, GenerationRequest request) {
		AtomicReference<GenerationTokens> tokens = new AtomicReference<>();
		GenerationFuture listener = new GenerationFuture() {

			@Override
			public void onTokens(GenerationTokens written) {
				tokens.set(written);
			}

		};
		writing.submit(request, listener);
		listener.result().join();
		return tokens.get();
	}

	private static double farthest(List<TokenScore> scores) {
		return scores.stream().mapToDouble(TokenScore::distance).max().orElseThrow();
	}

	@Test
	void aGreedyReplyIsWhatTheModelWrites() {
		GenerationTokens tokens = tokensOf(
				GenerationRequest.builder().user(DOSE).maxTokens(400).sampling(SamplingOptions.GREEDY).build());
		List<TokenScore> scores = engine.score(tokens);
		assertThat(scores).hasSize(tokens.reply().length);
		assertThat(farthest(scores)).isLessThan(TOLERANCE);
		ReplyText text = engine.replyText(tokens.reply());
		assertThat(text.answer()).contains("960 mg");
		assertThat(text.reasoning()).contains("64 * 15");
		assertThat(text.stopped()).isTrue();
		assertThat(engine.text(tokens.prompt())).contains(DOSE);
	}

	@Test
	void aSampledReplyIsWhatItsSeedDraws() {
		GenerationTokens tokens = tokensOf(GenerationRequest.builder()
			.user("Hello, who are you?")
			.maxTokens(60)
			.sampling(new SamplingOptions(2.5, 50, 0.98, 0, 1.05))
			.seed(42L)
			.build());
		assertThat(farthest(engine.score(tokens))).isLessThan(TOLERANCE);
		GenerationTokens otherSeed = new GenerationTokens(tokens.prompt(), tokens.reply(), tokens.forced(),
				tokens.bound(), tokens.sampling(), 43);
		assertThat(farthest(engine.score(otherSeed))).isGreaterThan(TOLERANCE);
	}

	@Test
	void aForgedTokenIsFarFromWhatTheModelWrites() {
		GenerationTokens tokens = tokensOf(
				GenerationRequest.builder().user(DOSE).maxTokens(400).sampling(SamplingOptions.GREEDY).build());
		for (int place : new int[] { 1, tokens.reply().length / 2, tokens.reply().length - 2 }) {
			int[] forged = tokens.reply().clone();
			forged[place] = forged[0];
			List<TokenScore> scores = engine.score(new GenerationTokens(tokens.prompt(), forged, tokens.forced(),
					tokens.bound(), tokens.sampling(), tokens.seed()));
			assertThat(scores.get(place).distance()).as("place %d", place).isGreaterThan(1);
			assertThat(scores.get(place).rank()).isPositive();
		}
	}

	@Test
	void whatABudgetForcedIsNotHeldAgainstTheModel() {
		GenerationTokens tokens = tokensOf(GenerationRequest.builder()
			.user(DOSE)
			.maxTokens(400)
			.sampling(SamplingOptions.GREEDY)
			.reasoningBudget(5)
			.build());
		assertThat(tokens.forced().cardinality()).isPositive();
		assertThat(farthest(engine.score(tokens))).isLessThan(TOLERANCE);
	}

	@Test
	void aReplyThatFilledTheContextIsHeldAgainstTheModelToItsLastToken() {
		try (Engine small = Engine.open(DemoModel.folder(), engine.config().withContextLength(64))) {
			GenerationTokens tokens = tokensOf(small,
					GenerationRequest.builder().user(DOSE).sampling(SamplingOptions.GREEDY).build());
			assertThat(tokens.prompt().length + tokens.reply().length).isEqualTo(64);
			List<TokenScore> scores = small.score(tokens);
			assertThat(scores).hasSize(tokens.reply().length);
			assertThat(farthest(scores)).isLessThan(TOLERANCE);
		}
	}

	@Test
	void tokensOfAnotherModelAreRefused() {
		GenerationTokens tokens = tokensOf(GenerationRequest.builder().user("Hello").maxTokens(5).build());
		int[] unknown = { Integer.MAX_VALUE };
		assertThatIllegalArgumentException().isThrownBy(() -> engine.score(new GenerationTokens(tokens.prompt(),
				unknown, tokens.forced(), tokens.bound(), tokens.sampling(), tokens.seed())));
	}

}
