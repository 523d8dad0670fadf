/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonLimits;
import dev.tacit.inference.json.JsonObject;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Logits of the fp32 graph against PyTorch's, relative to the largest magnitude of a row.
 */
class DemoModelLogitsTests {

	private static final Path DEMO = Path.of("..", "demo-model", "src");

	@TempDir
	Path cache;

	@Test
	void logitsEqualTheGoldensToOneInTenThousand() throws Exception {
		CompiledModel model = new ModelCompiler(this.cache).compile(
				ModelFolder.open(DEMO.resolve(Path.of("main", "resources", "dev", "tacit", "demo"))),
				CompileOptions.defaults().withWeights(WeightFormat.FP32), ProgressListener.silent());
		String goldens = Files.readString(DEMO.resolve(Path.of("test", "resources", "goldens", "logits.json")));
		List<JsonObject> cases = Json.parseObject(goldens, JsonLimits.LARGE).objects("cases");
		assertThat(cases).hasSize(5);
		for (JsonObject golden : cases) {
			int[] ids = golden.list("ids").stream().mapToInt((id) -> ((Long) id).intValue()).toArray();
			for (JsonObject position : golden.objects("positions")) {
				try (GraphRunner runner = new GraphRunner(model, 1, ids.length)) {
					float[] actual = runner.run(new int[][] { ids }, new int[1], position.intValue("position"))[0];
					assertThat(relativeDifference(actual, position.list("logits"))).isLessThan(1e-4);
				}
			}
		}
	}

	private static double relativeDifference(float[] actual, List<?> expected) {
		double difference = 0;
		double largest = 0;
		for (int i = 0; i < actual.length; i++) {
			double golden = ((Number) expected.get(i)).doubleValue();
			difference = Math.max(difference, Math.abs(actual[i] - golden));
			largest = Math.max(largest, Math.abs(golden));
		}
		return difference / largest;
	}

}
