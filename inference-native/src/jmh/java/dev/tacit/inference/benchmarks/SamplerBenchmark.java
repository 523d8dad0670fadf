/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.benchmarks;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import dev.tacit.inference.sample.Sampler;
import dev.tacit.inference.sample.SamplingOptions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One draw from 65,536 logits, the vocabulary of LFM2.5. A step of the 1.2B model takes
 * about 20 ms, so 200 µs are one percent of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SamplerBenchmark {

	private final float[] source = new float[65_536];

	private final float[] logits = new float[65_536];

	/** How tokens are drawn. */
	@Param({ "greedy", "thinking", "topP" })
	public String options;

	private Sampler sampler;

	/** Draws logits like those of a model: most of them low, a few high. */
	@Setup
	public void prepare() {
		SplittableRandom random = new SplittableRandom(1);
		for (int i = 0; i < this.source.length; i++) {
			this.source[i] = (float) (-8 + 3 * random.nextGaussian());
		}
		this.sampler = new Sampler(switch (this.options) {
			case "greedy" -> SamplingOptions.GREEDY;
			case "thinking" -> new SamplingOptions(0.05, 50, 1, 0, 1.05);
			default -> new SamplingOptions(0.8, 0, 0.9, 0, 1);
		}, 1);
		this.sampler.observe(random.ints(500, 0, this.source.length).toArray());
	}

	/**
	 * Copies the logits, as the scheduler does, and draws.
	 * @return the token
	 */
	@Benchmark
	public int draw() {
		System.arraycopy(this.source, 0, this.logits, 0, this.logits.length);
		return this.sampler.sample(this.logits);
	}

}
