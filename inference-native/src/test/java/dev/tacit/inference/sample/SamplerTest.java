/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Draws held to a plain implementation that sorts everything. */
class SamplerTest {

	@RepeatedTest(200)
	void drawsAreThoseOfAPlainImplementation() {
		long seed = new Random().nextLong();
		SplittableRandom random = new SplittableRandom(seed);
		int size = random.nextInt(1, 400);
		float[] logits = new float[size];
		for (int i = 0; i < size; i++) {
			// Few distinct values, so that ties are common.
			logits[i] = random.nextInt(5) == 0 ? Float.NEGATIVE_INFINITY : random.nextInt(-12, 12) / 2f;
		}
		logits[random.nextInt(size)] = 1;
		int topK = random.nextBoolean() ? 0 : random.nextInt(1, size + 20);
		double topP = random.nextInt(4) == 0 && topK > 0 && topK < size ? 1 : random.nextDouble(0.01, 0.999);
		double minP = random.nextBoolean() ? 0 : random.nextDouble(0, 0.5);
		SamplingOptions options = new SamplingOptions(random.nextDouble(0.1, 2), topK, topP, minP, 1);
		Sampler sampler = new Sampler(options, seed);
		SplittableRandom draws = new SplittableRandom(seed);
		for (int i = 0; i < 20; i++) {
			assertThat(sampler.sample(logits.clone())).as("seed %d, %s, %d logits", seed, options, size)
				.isEqualTo(plain(logits, options, draws.nextDouble()));
		}
	}

	private static int plain(float[] logits, SamplingOptions options, double uniform) {
		List<Integer> order = new ArrayList<>(IntStream.range(0, logits.length)
			.filter((token) -> logits[token] != Float.NEGATIVE_INFINITY)
			.boxed()
			.sorted(Comparator.comparingDouble((Integer token) -> -logits[token]).thenComparing((token) -> token))
			.toList());
		if (options.topK() > 0) {
			order = order.subList(0, Math.min(order.size(), options.topK()));
		}
		double[] shares = new double[order.size()];
		for (int i = 0; i < shares.length; i++) {
			shares[i] = Math.exp((logits[order.get(i)] - logits[order.get(0)]) / options.temperature());
		}
		double all = Arrays.stream(shares).sum();
		int kept = shares.length;
		double sum = 0;
		for (int i = 0; i < shares.length && options.topP() < 1; i++) {
			sum += shares[i] / all;
			if (sum >= options.topP()) {
				kept = i + 1;
				break;
			}
		}
		while (kept > 1 && shares[kept - 1] < options.minP() * shares[0]) {
			kept--;
		}
		double target = uniform * Arrays.stream(shares, 0, kept).sum();
		double reached = 0;
		for (int i = 0; i < kept; i++) {
			reached += shares[i];
			if (target < reached) {
				return order.get(i);
			}
		}
		return order.get(kept - 1);
	}

	@Test
	void theWholeVocabularyIsDrawnAsOftenAsItsSharesSay() {
		float[] logits = { (float) Math.log(0.5), Float.NEGATIVE_INFINITY, (float) Math.log(0.2),
				(float) Math.log(0.3) };
		Sampler sampler = new Sampler(new SamplingOptions(1, 0, 1, 0, 1), 5);
		int[] counts = new int[logits.length];
		for (int i = 0; i < 20_000; i++) {
			counts[sampler.sample(logits.clone())]++;
		}
		assertThat(counts[0]).isBetween(9_700, 10_300);
		assertThat(counts[1]).isZero();
		assertThat(counts[2]).isBetween(3_700, 4_300);
		assertThat(counts[3]).isBetween(5_700, 6_300);
	}

	@Test
	void minPAloneKeepsWhatIsLikelyEnough() {
		float[] logits = { 0, -1, -5, -0.5f };
		Sampler sampler = new Sampler(new SamplingOptions(1, 0, 1, 0.3, 1), 5);
		int[] counts = new int[logits.length];
		for (int i = 0; i < 1_000; i++) {
			counts[sampler.sample(logits.clone())]++;
		}
		assertThat(counts[2]).isZero();
		assertThat(counts[1]).isPositive();
		assertThat(counts[3]).isGreaterThan(counts[1]);
	}

	@Test
	void logitsThatAreNoNumbersAreRefused() {
		float[] logits = { Float.NaN, Float.NEGATIVE_INFINITY };
		for (int topK : new int[] { 0, 1 }) {
			Sampler sampler = new Sampler(new SamplingOptions(1, topK, 0.9, 0, 1), 5);
			assertThatThrownBy(() -> sampler.sample(logits.clone())).isInstanceOf(SamplingException.class);
		}
	}

}
