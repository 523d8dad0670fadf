/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonLimits;
import dev.tacit.inference.json.JsonObject;
import dev.tacit.inference.model.Checkpoint;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.model.TinyModel;
import dev.tacit.inference.model.WeightTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What rounding costs the demo model: the divergence of its next-token distribution from
 * that of the exact weights, over the fifty golden conversations. Every rounding runs in
 * the graph of 32-bit floats, so that nothing but the weights differs.
 */
class DemoModelLossTests {

	private static final Path DEMO = Path.of("..", "demo-model", "src");

	private static final Path MODEL = DEMO.resolve(Path.of("main", "resources", "dev", "tacit", "demo"));

	@TempDir
	Path temporary;

	@Test
	void theFittedLevelsCostLessThanPlainRoundingAndThanTheFormatOfOthers() throws Exception {
		List<int[]> texts = texts();
		float[][][] exact = logits(texts, "exact", (values) -> values);
		double plain = divergence(exact,
				logits(texts, "plain", (values) -> blocks(values, 128, BlockQuantizerTests::plain)));
		double ours = divergence(exact, logits(texts, "ours", (values) -> QuantizedModel.dequantized(values, 128)));
		double q40 = divergence(exact, logits(texts, "q40", (values) -> blocks(values, 32, BlockQuantizerTests::q40)));
		double small = divergence(exact, logits(texts, "small", (values) -> QuantizedModel.dequantized(values, 32)));
		assertThat(ours).isLessThan(plain);
		assertThat(small).isLessThan(q40);
	}

	private static List<int[]> texts() throws IOException {
		String goldens = Files.readString(DEMO.resolve(Path.of("test", "resources", "goldens", "greedy.json")));
		List<JsonObject> cases = Json.parseObject(goldens, JsonLimits.LARGE).objects("cases");
		return IntStream.range(0, 50)
			.mapToObj(cases::get)
			.map((golden) -> IntStream.concat(ids(golden, "promptIds"), ids(golden, "outputIds")).toArray())
			.toList();
	}

	private static IntStream ids(JsonObject golden, String member) {
		return golden.list(member).stream().mapToInt((id) -> ((Long) id).intValue());
	}

	private static float[] blocks(float[] values, int block, UnaryOperator<float[]> rounding) {
		float[] result = new float[values.length];
		for (int at = 0; at < values.length; at += block) {
			float[] rounded = rounding.apply(java.util.Arrays.copyOfRange(values, at, at + block));
			System.arraycopy(rounded, 0, result, at, block);
		}
		return result;
	}

	private float[][][] logits(List<int[]> texts, String name, UnaryOperator<float[]> rounding) throws Exception {
		Path folder = Files.createDirectories(this.temporary.resolve(name));
		for (String file : List.of("config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja")) {
			Files.copy(MODEL.resolve(file), folder.resolve(file));
		}
		Files.write(folder.resolve("model.safetensors"), rounded(ModelFolder.open(MODEL).checkpoint(), rounding));
		CompiledModel compiled = new ModelCompiler(this.temporary.resolve("cache")).compile(ModelFolder.open(folder),
				CompileOptions.defaults().withWeights(WeightFormat.FP32), ProgressListener.silent());
		float[][][] logits = new float[texts.size()][][];
		for (int i = 0; i < logits.length; i++) {
			int[] text = texts.get(i);
			try (GraphRunner runner = new GraphRunner(compiled, 1, text.length)) {
				logits[i] = runner.run(new int[][] { text }, new int[1], CompiledGraphTests.everyRow(text.length));
			}
		}
		return logits;
	}

	private static byte[] rounded(Checkpoint checkpoint, UnaryOperator<float[]> rounding) throws IOException {
		Map<String, Object> header = new LinkedHashMap<>();
		Map<String, float[]> all = new LinkedHashMap<>();
		long end = 0;
		for (String name : checkpoint.names()) {
			WeightTensor tensor = checkpoint.tensor(name);
			float[] values = new float[(int) tensor.elements()];
			try (WeightTensor.Reader reader = tensor.reader()) {
				reader.read(0, values, values.length);
			}
			all.put(name, (tensor.shape().size() == 2) ? rounding.apply(values) : values);
			header.put(name, Map.of("dtype", "F32", "shape", tensor.shape(), "data_offsets",
					List.of(end, end + 4L * values.length)));
			end += 4L * values.length;
		}
		ByteBuffer data = ByteBuffer.allocate((int) end).order(ByteOrder.LITTLE_ENDIAN);
		for (float[] values : all.values()) {
			for (float value : values) {
				data.putFloat(value);
			}
		}
		return TinyModel.safetensors(Json.write(header), data.array());
	}

	/** The mean over all positions, in nats. */
	private static double divergence(float[][][] exact, float[][][] other) {
		double sum = 0;
		int positions = 0;
		for (int text = 0; text < exact.length; text++) {
			for (int position = 0; position < exact[text].length; position++) {
				double[] p = logProbabilities(exact[text][position]);
				double[] q = logProbabilities(other[text][position]);
				for (int token = 0; token < p.length; token++) {
					sum += Math.exp(p[token]) * (p[token] - q[token]);
				}
				positions++;
			}
		}
		return sum / positions;
	}

	private static double[] logProbabilities(float[] logits) {
		double most = Double.NEGATIVE_INFINITY;
		for (float logit : logits) {
			most = Math.max(most, logit);
		}
		double sum = 0;
		for (float logit : logits) {
			sum += Math.exp(logit - most);
		}
		double[] result = new double[logits.length];
		for (int i = 0; i < result.length; i++) {
			result[i] = logits[i] - most - Math.log(sum);
		}
		return result;
	}

}
