/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.tacit.inference.DemoModel;
import dev.tacit.inference.compile.CompileOptions;
import dev.tacit.inference.compile.KeyValueFormat;
import dev.tacit.inference.compile.ModelCompiler;
import dev.tacit.inference.compile.WeightFormat;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.sample.SamplingOptions;
import dev.tacit.inference.text.Tokenizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Company, caches, drafts and threads change what a reply costs, never what it says.
 */
class BatchingTest {

	private static final int MOST = 100;

	private static final SamplingOptions WARM = new SamplingOptions(0.8, 40, 0.95, 0.01, 1.05);

	@TempDir
	static Path cache;

	private static final List<int[]> PROMPTS = new ArrayList<>();

	@BeforeAll
	static void prompts() {
		Tokenizer tokenizer = Tokenizer.load(DemoModel.folder().resolve("tokenizer.json"));
		for (String question : List.of("A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?",
				"What is 12% of 250?", "Infuse 1000 mL of saline over 8 hours. What is the rate?",
				"Add 19% VAT to 1250 EUR.", "Convert 2.5 g to mg.",
				"Extract to JSON: Anna Keller transferred 250 EUR to Ben Olsen on 2026-03-04, reference rent.",
				"Write a reminder to [PERSON_1] about the invoice on Monday, signed [PERSON_2].", "Hello")) {
			PROMPTS.add(prompt(tokenizer, "You are a helpful assistant.", question));
		}
	}

	private static int[] prompt(Tokenizer tokenizer, String system, String question) {
		return tokenizer.encodeWithControlTokens("<|startoftext|><|im_start|>system\n" + system
				+ "<|im_end|>\n<|im_start|>user\n" + question + "<|im_end|>\n<|im_start|>assistant\n");
	}

	private static Scheduler start(Variant variant, SchedulerConfig config) {
		CompileOptions options = CompileOptions.defaults()
			.withWeights(variant.weights)
			.withKeyValues(variant.keyValues);
		return Scheduler.start(new ModelCompiler(cache)
			.compile(ModelFolder.open(DemoModel.folder()), options, ProgressListener.silent())
			.graph(), config);
	}

	private static SchedulerConfig bounds(int threads, int slots) {
		return SchedulerConfig.plain(threads, slots, 64, 1024, 64);
	}

	private static List<int[]> alone(Scheduler scheduler, SamplingOptions sampling) {
		List<int[]> replies = new ArrayList<>();
		for (int i = 0; i < PROMPTS.size(); i++) {
			replies.add(TokenCollector.submit(scheduler, PROMPTS.get(i), MOST, sampling, i, Caller.ANONYMOUS).tokens());
		}
		return replies;
	}

	private static List<int[]> together(Scheduler scheduler, SamplingOptions sampling) {
		List<TokenCollector> running = new ArrayList<>();
		for (int i = 0; i < PROMPTS.size(); i++) {
			running.add(TokenCollector.submit(scheduler, PROMPTS.get(i), MOST, sampling, i, Caller.ANONYMOUS));
		}
		return running.stream().map(TokenCollector::tokens).toList();
	}

	@ParameterizedTest
	@EnumSource
	void eightTogetherSayWhatEachSaysAlone(Variant variant) {
		try (Scheduler scheduler = start(variant, bounds(2, 8))) {
			for (SamplingOptions sampling : List.of(SamplingOptions.GREEDY, WARM)) {
				List<int[]> alone = alone(scheduler, sampling);
				long rowsBefore = scheduler.status().stepRows();
				long stepsBefore = scheduler.status().steps();
				assertThat(together(scheduler, sampling)).usingRecursiveComparison().isEqualTo(alone);
				assertThat(scheduler.status().stepRows() - rowsBefore)
					.isGreaterThan(2 * (scheduler.status().steps() - stepsBefore));
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void threadsDoNotChangeTheReply(Variant variant) {
		List<int[]> one;
		try (Scheduler scheduler = start(variant, bounds(1, 8))) {
			one = together(scheduler, SamplingOptions.GREEDY);
		}
		try (Scheduler scheduler = start(variant, bounds(2, 8))) {
			assertThat(alone(scheduler, SamplingOptions.GREEDY)).usingRecursiveComparison().isEqualTo(one);
		}
	}

	@ParameterizedTest
	@EnumSource
	void cachedPrefixesDoNotChangeTheReply(Variant variant) {
		List<int[]> cold;
		try (Scheduler scheduler = start(variant, bounds(2, 8))) {
			cold = alone(scheduler, SamplingOptions.GREEDY);
			assertThat(scheduler.status().promptTokensCached()).isZero();
		}
		try (Scheduler scheduler = start(variant, bounds(2, 8).withPrefixCache(64 << 20))) {
			for (int round = 0; round < 3; round++) {
				assertThat(together(scheduler, SamplingOptions.GREEDY)).usingRecursiveComparison().isEqualTo(cold);
			}
			assertThat(scheduler.status().promptTokensCached()).isGreaterThan(8 * PrefixCache.BLOCK);
			assertThat(scheduler.status().cacheBytes()).isPositive();
		}
	}

	@Test
	void aSmallCacheMakesRoomAndStaysRight() {
		try (Scheduler scheduler = start(Variant.INT4, bounds(2, 4).withPrefixCache(2 << 20))) {
			List<int[]> first = alone(scheduler, SamplingOptions.GREEDY);
			for (int round = 0; round < 3; round++) {
				assertThat(together(scheduler, SamplingOptions.GREEDY)).usingRecursiveComparison().isEqualTo(first);
				assertThat(scheduler.status().cacheBytes()).isBetween(1L, 2L << 20);
			}
		}
	}

	@Test
	void prefixesAreSharedWithinAScopeAndForgottenOnRequest() {
		try (Scheduler scheduler = start(Variant.INT4, bounds(2, 4).withPrefixCache(64 << 20))) {
			int[] prompt = PROMPTS.get(5);
			Caller ward = new Caller("anna", 0, "ward");
			Caller office = new Caller("ben", 0, "office");
			assertThat(cached(scheduler, prompt, ward)).isZero();
			assertThat(cached(scheduler, prompt, office)).isZero();
			assertThat(cached(scheduler, prompt, ward)).isGreaterThanOrEqualTo(PrefixCache.BLOCK);
			assertThat(cached(scheduler, prompt, new Caller("carla", 0, "ward")))
				.isGreaterThanOrEqualTo(PrefixCache.BLOCK);
			scheduler.forgetPrefixes();
			assertThat(cached(scheduler, prompt, ward)).isZero();
		}
	}

	private static int cached(Scheduler scheduler, int[] prompt, Caller caller) {
		return TokenCollector.submit(scheduler, prompt, 4, SamplingOptions.GREEDY, 0, caller).timing().cachedTokens();
	}

	@Test
	void twoHundredCancelsLeaveEverySlotFree() {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		try (Scheduler scheduler = start(Variant.INT4, bounds(2, 4).withPrefixCache(8 << 20))) {
			List<int[]> expected = alone(scheduler, SamplingOptions.GREEDY);
			for (int round = 0; round < 25; round++) {
				List<CancellingCollector> running = new ArrayList<>();
				for (int i = 0; i < PROMPTS.size(); i++) {
					CancellingCollector collector = new CancellingCollector(random.nextInt(40));
					collector.start(scheduler, PROMPTS.get(i), MOST, SamplingOptions.GREEDY, 0, Caller.ANONYMOUS);
					collector.begin();
					running.add(collector);
				}
				for (int i = 0; i < running.size(); i++) {
					int[] tokens = running.get(i).tokens();
					assertThat(tokens).as("seed %d", seed).isEqualTo(Arrays.copyOf(expected.get(i), tokens.length));
				}
			}
			assertThat(alone(scheduler, SamplingOptions.GREEDY)).usingRecursiveComparison().isEqualTo(expected);
			assertThat(scheduler.status().queued()).isZero();
			assertThat(scheduler.status().slots()).isEqualTo(4);
		}
	}

	/** Cancels itself after some tokens; 0 cancels before the first. */
	private static final class CancellingCollector extends TokenCollector {

		private int left;

		private CancellingCollector(int left) {
			this.left = left;
		}

		private void begin() {
			if (this.left == 0) {
				ticket().cancel();
			}
		}

		@Override
		public void onToken(int token, Steering steering) {
			super.onToken(token, steering);
			if (--this.left == 0 && ticket() != null) {
				ticket().cancel();
			}
		}

	}

	enum Variant {

		FP32(WeightFormat.FP32, KeyValueFormat.FP32), INT4(WeightFormat.INT4, KeyValueFormat.FP32),
		INT4_ROUNDED_STATE(WeightFormat.INT4, KeyValueFormat.INT8);

		private final WeightFormat weights;

		private final KeyValueFormat keyValues;

		Variant(WeightFormat weights, KeyValueFormat keyValues) {
			this.weights = weights;
			this.keyValues = keyValues;
		}

	}

}
