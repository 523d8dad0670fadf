/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;

import dev.tacit.inference.model.Architecture;
import dev.tacit.inference.model.DataType;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.model.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The graph of 32-bit floats computes the published formula however the tokens arrive.
 * Without this, every answer of the engine would be a plausible wrong one.
 */
class CompiledGraphTests {

	/** Single precision over a few layers of width 64; measured error is about 1e-6. */
	private static final double TOLERANCE = 1e-4;

	private static final int[] TOKENS = new Random(7).ints(40, 0, 50).toArray();

	@TempDir
	Path temporary;

	@ParameterizedTest
	@EnumSource(DataType.class)
	void aWholePromptGivesTheLogitsOfTheFormula(DataType type) throws Exception {
		TinyModel model = new TinyModel(TinyModel.smallArchitecture(true), type, 11);
		try (GraphRunner runner = new GraphRunner(compile(model), 1, 64)) {
			float[][] logits = runner.run(new int[][] { TOKENS }, new int[] { 0 }, everyRow(TOKENS.length));
			requireClose(logits, reference(model, TOKENS), 0);
		}
	}

	@Test
	void anUntiedHeadIsUsed() throws Exception {
		TinyModel model = new TinyModel(TinyModel.smallArchitecture(false), DataType.F32, 12);
		try (GraphRunner runner = new GraphRunner(compile(model), 1, 64)) {
			float[][] logits = runner.run(new int[][] { TOKENS }, new int[] { 0 }, everyRow(TOKENS.length));
			requireClose(logits, reference(model, TOKENS), 0);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7, 39 })
	void aPromptInPiecesGivesTheSameLogits(int piece) throws Exception {
		TinyModel model = TinyModel.small(13);
		double[][] expected = reference(model, TOKENS);
		try (GraphRunner runner = new GraphRunner(compile(model), 1, 64)) {
			for (int at = 0; at < TOKENS.length; at += piece) {
				int[] part = Arrays.copyOfRange(TOKENS, at, Math.min(TOKENS.length, at + piece));
				float[][] logits = runner.run(new int[][] { part }, new int[] { at }, everyRow(part.length));
				requireClose(logits, expected, at);
			}
		}
	}

	@Test
	void innerPiecesMayAskForNoLogits() throws Exception {
		TinyModel model = TinyModel.small(14);
		double[][] expected = reference(model, TOKENS);
		try (GraphRunner runner = new GraphRunner(compile(model), 1, 64)) {
			assertThat(runner.run(new int[][] { Arrays.copyOf(TOKENS, 30) }, new int[] { 0 })).isEmpty();
			float[][] logits = runner.run(new int[][] { Arrays.copyOfRange(TOKENS, 30, 40) }, new int[] { 30 }, 9);
			requireClose(logits, expected, 39);
		}
	}

	@Test
	void rowsOfDifferentLengthStepTogether() throws Exception {
		TinyModel model = TinyModel.small(15);
		CompiledModel compiled = compile(model);
		int[][] prompts = { Arrays.copyOf(TOKENS, 5), Arrays.copyOfRange(TOKENS, 3, 20), { 9 } };
		int[] lengths = { 5, 17, 1 };
		try (GraphRunner batch = new GraphRunner(compiled, 3, 64)) {
			for (int row = 0; row < 3; row++) {
				try (GraphRunner single = new GraphRunner(compiled, 1, 64)) {
					single.run(new int[][] { prompts[row] }, new int[] { 0 });
					batch.copyRow(single, row);
				}
			}
			for (int step = 0; step < 6; step++) {
				int[][] next = { { TOKENS[step] }, { TOKENS[step + 10] }, { TOKENS[step + 20] } };
				float[][] logits = batch.run(next, lengths, 0, 1, 2);
				for (int row = 0; row < 3; row++) {
					prompts[row] = append(prompts[row], next[row][0]);
					double[][] expected = reference(model, prompts[row]);
					requireClose(new float[][] { logits[row] }, expected, lengths[row]);
					lengths[row]++;
				}
			}
		}
	}

	@Test
	void headsWiderThanTheModelAndALongerKernelWork() throws Exception {
		Architecture base = TinyModel.smallArchitecture(true);
		Architecture unusual = new Architecture(48, 80, 33, base.layers(), 6, 3, 32, 5, 1e-6f, 1e6, 100, true);
		TinyModel model = new TinyModel(unusual, DataType.F32, 16);
		int[] tokens = new Random(8).ints(20, 0, 33).toArray();
		try (GraphRunner runner = new GraphRunner(compile(model), 1, 32)) {
			runner.run(new int[][] { Arrays.copyOf(tokens, 3) }, new int[] { 0 });
			float[][] logits = runner.run(new int[][] { Arrays.copyOfRange(tokens, 3, 20) }, new int[] { 3 },
					everyRow(17));
			requireClose(logits, reference(model, tokens), 3);
		}
	}

	private CompiledModel compile(TinyModel model) {
		ModelFolder folder = ModelFolder.open(model.write(this.temporary.resolve("model")));
		return new ModelCompiler(this.temporary.resolve("cache")).compile(folder,
				CompileOptions.defaults().withWeights(WeightFormat.FP32), ProgressListener.silent());
	}

	private static double[][] reference(TinyModel model, int... tokens) {
		return new ReferenceModel(model.architecture(), model::values).logits(tokens);
	}

	static long[] everyRow(int rows) {
		return LongStream.range(0, rows).toArray();
	}

	private static int[] append(int[] tokens, int token) {
		int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
		longer[tokens.length] = token;
		return longer;
	}

	private static void requireClose(float[][] logits, double[][] expected, int first) {
		assertThat(logits.length).isPositive();
		for (int row = 0; row < logits.length; row++) {
			assertThat(difference(logits[row], expected[first + row])).as("position " + (first + row))
				.isLessThan(TOLERANCE);
		}
	}

	/** The largest difference relative to the largest expected magnitude. */
	static double difference(float[] actual, double[] expected) {
		double most = 0;
		double worst = 0;
		for (int i = 0; i < expected.length; i++) {
			most = Math.max(most, Math.abs(expected[i]));
			worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
		}
		return worst / most;
	}

}
