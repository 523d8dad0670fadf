/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.benchmarks;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import dev.tacit.inference.text.Tokenizer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A prompt of about 2 KB to token ids. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenizerBenchmark {

	private static final String TEXT = "A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose? "
		.repeat(28);

	private Tokenizer tokenizer;

	/** Reads the demo model's tokenizer. */
	@Setup
	public void load() {
		this.tokenizer = Tokenizer
			.load(Path.of("..", "demo-model", "src", "main", "resources", "dev", "tacit", "demo", "tokenizer.json"));
	}

	/**
	 * Encodes the prompt.
	 * @return its ids
	 */
	@Benchmark
	public int[] encode() {
		return this.tokenizer.encode(TEXT);
	}

}
