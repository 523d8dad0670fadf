/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.tacit.inference.model.Architecture;
import dev.tacit.inference.model.DataType;
import dev.tacit.inference.model.LayerType;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.model.TensorNames;
import dev.tacit.inference.model.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The four-bit graph computes the formula over the rounded weights, with the input of
 * each matrix rounded to eight bits a block as the kernel does it. The reference rounds
 * the same way, so a position agrees to single precision (measured: 3e-7) until a value
 * lies on the edge between two of the eight-bit steps: then the two may fall apart by one
 * step of 1/127, which grows to a few percent of the largest logit and reaches later
 * positions through attention. A wrong nibble order, zero point or scale is off by half
 * or more at every position.
 */
class QuantizedGraphTests {

	private static final double QUARTER_TOLERANCE = 1e-3;

	private static final double WORST_TOLERANCE = 0.15;

	@TempDir
	Path temporary;

	// Width 64 and 96 make one, two, three, four and six blocks: odd counts included.
	@ParameterizedTest
	@CsvSource({ "128,true", "64,true", "32,true", "16,true", "64,false", "32,false" })
	void theLogitsAreThoseOfTheRoundedWeights(int blockSize, boolean tied) throws Exception {
		TinyModel model = new TinyModel(TinyModel.smallArchitecture(tied), DataType.BF16, 21);
		requireRounded(model, blockSize);
	}

	@ParameterizedTest
	@CsvSource({ "INT4,32,true,''", "INT4,64,true,''", "INT8,32,false,''", "INT8,64,true,''", "INT4,32,false,head",
			"INT4,32,true,head", "INT4,64,false,layer.*.ffn.w2", "INT4,32,false,layer.0.*" })
	void everyOptionGivesTheLogitsOfItsRoundedWeights(WeightFormat weights, int block, boolean symmetric,
			String eightBit) throws Exception {
		CompileOptions options = CompileOptions.defaults()
			.withWeights(weights)
			.withBlockSize(block)
			.withSymmetric(symmetric)
			.withEightBit(eightBit.isEmpty() ? List.of() : List.of(eightBit));
		for (boolean tied : new boolean[] { true, false }) {
			// A value on an edge early in the text moves every later position: of three
			// models most have none.
			double best = Double.MAX_VALUE;
			for (int seed = 100; seed < 103; seed++) {
				TinyModel model = new TinyModel(TinyModel.smallArchitecture(tied), DataType.BF16, seed);
				double[] differences = differences(model, options, compile(model, options));
				best = Math.min(best, differences[differences.length / 4]);
				assertThat(differences[differences.length - 1]).as("worst").isLessThan(WORST_TOLERANCE);
			}
			assertThat(best).as("first quarter").isLessThan(QUARTER_TOLERANCE);
		}
	}

	/** Written anew, in the checkpoint's names. */
	private static String bits(CompileOptions options, boolean tied, String tensor) {
		String pattern = options.eightBit().isEmpty() ? "" : options.eightBit().get(0);
		boolean eight = options.weights() == WeightFormat.INT8 || switch (pattern) {
			case "head" -> tensor.equals(tied ? TensorNames.EMBEDDING : TensorNames.HEAD);
			case "layer.*.ffn.w2" -> tensor.endsWith("feed_forward.w2.weight");
			case "layer.0.*" -> tensor.startsWith("model.layers.0.");
			default -> false;
		};
		return eight ? "8" : "4";
	}

	@Test
	void aNameThatNoMatrixHasIsRefused() {
		TinyModel model = TinyModel.small(27);
		assertThatExceptionOfType(CompileException.class)
			.isThrownBy(() -> compile(model, CompileOptions.defaults().withEightBit(List.of("head", "layer.9.*"))))
			.withMessageContaining("'layer.9.*'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CompileOptions.defaults().withEightBit(List.of("layer 0")));
	}

	@Test
	void anOddNumberOfBlocksInTheTiedTableIsReadRight() throws Exception {
		Architecture a = new Architecture(96, 128, 70, List.of(LayerType.CONVOLUTION, LayerType.ATTENTION), 4, 2, 32, 3,
				1e-5f, 10_000, 128, true);
		requireRounded(new TinyModel(a, DataType.F32, 22), 32);
	}

	@Test
	void fullBlocksOf128AreUsedWhereTheyFit() throws Exception {
		Architecture a = new Architecture(256, 384, 90, List.of(LayerType.CONVOLUTION, LayerType.ATTENTION), 4, 2, 64,
				3, 1e-5f, 1_000_000, 128, true);
		CompiledModel compiled = requireRounded(new TinyModel(a, DataType.BF16, 23), 128);
		assertThat(compiled.blockSizes()).containsOnly(java.util.Map.entry(256, 128), java.util.Map.entry(384, 128));
	}

	@Test
	void aWidthThatIsNoMultipleGetsASmallerBlockAndTheResultSaysSo() throws Exception {
		CompiledModel compiled = requireRounded(TinyModel.small(24), 128);
		assertThat(compiled.blockSizes()).containsOnly(java.util.Map.entry(64, 64), java.util.Map.entry(96, 32));
	}

	@Test
	void piecesAndTheWholeGiveTheSameLogits() throws Exception {
		TinyModel model = TinyModel.small(25);
		CompiledModel compiled = compile(model, CompileOptions.defaults());
		int[] tokens = new Random(9).ints(30, 0, 50).toArray();
		try (GraphRunner whole = new GraphRunner(compiled, 1, 32);
				GraphRunner pieces = new GraphRunner(compiled, 1, 32)) {
			float[][] expected = whole.run(new int[][] { tokens }, new int[] { 0 }, CompiledGraphTests.everyRow(30));
			for (int at = 0; at < 30; at += 7) {
				int[] part = Arrays.copyOfRange(tokens, at, Math.min(30, at + 7));
				float[][] logits = pieces.run(new int[][] { part }, new int[] { at },
						CompiledGraphTests.everyRow(part.length));
				for (int i = 0; i < part.length; i++) {
					assertThat(CompiledGraphTests.difference(logits[i], toDouble(expected[at + i])))
						.as("position " + (at + i))
						.isLessThan(WORST_TOLERANCE);
				}
			}
			assertThat(pieces.run(new int[][] { { 3 } }, new int[] { 30 })).isEmpty();
		}
	}

	private CompiledModel requireRounded(TinyModel model, int blockSize) throws Exception {
		return requireRounded(model, CompileOptions.defaults().withBlockSize(blockSize));
	}

	private CompiledModel requireRounded(TinyModel model, CompileOptions options) throws Exception {
		CompiledModel compiled = compile(model, options);
		double[] differences = differences(model, options, compiled);
		assertThat(differences[differences.length / 4]).as("first quarter").isLessThan(QUARTER_TOLERANCE);
		assertThat(differences[differences.length - 1]).as("worst").isLessThan(WORST_TOLERANCE);
		return compiled;
	}

	/** How far each position is from the reference, ascending. */
	private static double[] differences(TinyModel model, CompileOptions options, CompiledModel compiled)
			throws Exception {
		int[] tokens = new Random(10).ints(24, 0, model.architecture().vocabularySize()).toArray();
		QuantizedModel rounded = new QuantizedModel(model, options,
				(tensor) -> bits(options, model.architecture().tiedEmbedding(), tensor));
		double[][] expected = new ReferenceModel(model.architecture(), rounded::values, rounded::blockFor)
			.logits(tokens);
		try (GraphRunner runner = new GraphRunner(compiled, 1, 32)) {
			float[][] logits = runner.run(new int[][] { tokens }, new int[] { 0 },
					CompiledGraphTests.everyRow(tokens.length));
			double[] differences = new double[tokens.length];
			Arrays.setAll(differences, (row) -> CompiledGraphTests.difference(logits[row], expected[row]));
			Arrays.sort(differences);
			return differences;
		}
	}

	private CompiledModel compile(TinyModel model, CompileOptions options) {
		ModelFolder folder = ModelFolder.open(model.write(this.temporary.resolve("model")));
		return new ModelCompiler(this.temporary.resolve("cache")).compile(folder, options, ProgressListener.silent());
	}

	private static double[] toDouble(float[] values) {
		double[] result = new double[values.length];
		Arrays.setAll(result, (i) -> values[i]);
		return result;
	}

}
