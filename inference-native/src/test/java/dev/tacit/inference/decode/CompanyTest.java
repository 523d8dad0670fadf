/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import dev.tacit.inference.bench.SyntheticModels;
import dev.tacit.inference.compile.CompileOptions;
import dev.tacit.inference.compile.ModelCompiler;
import dev.tacit.inference.compile.WeightFormat;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.sample.SamplingOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random weights are the hardest case of the law that company does not change the answer:
 * their logits are nearly flat, so that the last bit of a sum decides the next token.
 */
class CompanyTest {

	private static final int PROMPTS = 7;

	private static final int MOST = 48;

	@TempDir
	static Path temporary;

	private static final List<int[]> prompts = new ArrayList<>();

	@BeforeAll
	static void model() {
		SyntheticModels.tiny(temporary.resolve("model"));
		SplittableRandom random = new SplittableRandom(11);
		for (int i = 0; i < PROMPTS; i++) {
			prompts.add(random.ints(20 + 9 * i, 300, 2000).toArray());
		}
	}

	private static Scheduler start(WeightFormat weights, int threads, int slots, int chunk, long cache) {
		Path graph = new ModelCompiler(temporary.resolve("cache"))
			.compile(ModelFolder.open(temporary.resolve("model")), CompileOptions.defaults().withWeights(weights),
					ProgressListener.silent())
			.graph();
		return Scheduler.start(graph, SchedulerConfig.plain(threads, slots, 64, 1024, chunk).withPrefixCache(cache));
	}

	private static List<int[]> alone(Scheduler scheduler) {
		return prompts.stream().map((prompt) -> submit(scheduler, prompt).tokens()).toList();
	}

	private static List<int[]> together(Scheduler scheduler) {
		List<TokenCollector> running = prompts.stream().map((prompt) -> submit(scheduler, prompt)).toList();
		return running.stream().map(TokenCollector::tokens).toList();
	}

	private static TokenCollector submit(Scheduler scheduler, int[] prompt) {
		return TokenCollector.submit(scheduler, prompt, MOST, SamplingOptions.GREEDY, 0, Caller.ANONYMOUS);
	}

	@ParameterizedTest
	@CsvSource({ "2, 1, 64", "1, 3, 64", "2, 3, 7", "2, 4, 64", "2, 7, 64", "1, 8, 5" })
	void repliesAreTheSameToTheLastBitWhoeverElseRuns(int threads, int slots, int chunk) {
		List<int[]> expected;
		try (Scheduler scheduler = start(WeightFormat.INT4, 2, 1, 64, 0)) {
			expected = alone(scheduler);
		}
		try (Scheduler scheduler = start(WeightFormat.INT4, threads, slots, chunk, 0)) {
			assertThat(together(scheduler)).usingRecursiveComparison().isEqualTo(expected);
			assertThat(alone(scheduler)).usingRecursiveComparison().isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@EnumSource
	void cachedPrefixesAreWhatReadingThemGives(WeightFormat weights) {
		List<int[]> expected;
		try (Scheduler scheduler = start(weights, 2, 3, 64, 0)) {
			expected = alone(scheduler);
		}
		try (Scheduler scheduler = start(weights, 2, 3, 64, 64 << 20)) {
			for (int round = 0; round < 3; round++) {
				assertThat(together(scheduler)).usingRecursiveComparison().isEqualTo(expected);
			}
			assertThat(scheduler.status().promptTokensCached()).isGreaterThan(PrefixCache.BLOCK);
			// The second turn of a conversation: prompt, reply and a further prompt.
			int[] turn = secondTurn(expected);
			int[] cached = submit(scheduler, turn).tokens();
			scheduler.forgetPrefixes();
			assertThat(submit(scheduler, turn).tokens()).isEqualTo(cached);
		}
	}

	private static int[] secondTurn(List<int[]> replies) {
		List<Integer> all = new ArrayList<>();
		for (int[] part : List.of(prompts.get(3), replies.get(3), prompts.get(0))) {
			for (int token : part) {
				all.add(token);
			}
		}
		return all.stream().mapToInt(Integer::intValue).toArray();
	}

}
