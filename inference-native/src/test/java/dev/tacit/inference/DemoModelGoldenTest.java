/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.tacit.inference.compile.CompileOptions;
import dev.tacit.inference.compile.CompiledModel;
import dev.tacit.inference.compile.ModelCompiler;
import dev.tacit.inference.compile.WeightFormat;
import dev.tacit.inference.decode.Scheduler;
import dev.tacit.inference.decode.SchedulerConfig;
import dev.tacit.inference.decode.TokenCollector;
import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonLimits;
import dev.tacit.inference.json.JsonObject;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.text.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The fp32 graph against PyTorch, which shares no code with it. */
class DemoModelGoldenTest {

	@TempDir
	static Path cache;

	private static List<JsonObject> cases(String name) throws IOException {
		return Json.parseObject(Files.readString(DemoModel.golden(name)), JsonLimits.LARGE).objects("cases");
	}

	private static int[] ids(JsonObject object, String member) {
		return object.list(member).stream().mapToInt((id) -> ((Long) id).intValue()).toArray();
	}

	@Test
	void greedyTokensEqualTheGoldensForEveryPrompt() throws Exception {
		CompiledModel compiled = new ModelCompiler(cache).compile(ModelFolder.open(DemoModel.folder()),
				CompileOptions.defaults().withWeights(WeightFormat.FP32), ProgressListener.silent());
		List<JsonObject> cases = cases("greedy.json");
		assertThat(cases).hasSize(50);
		try (Scheduler scheduler = Scheduler.start(compiled.graph(), SchedulerConfig.plain(2, 4, 64, 1024, 128))) {
			for (JsonObject golden : cases) {
				assertThat(TokenCollector.greedy(scheduler, ids(golden, "promptIds"), 400).tokens())
					.as(golden.string("prompt"))
					.isEqualTo(ids(golden, "outputIds"));
			}
		}
	}

	@Test
	void tokenIdsEqualTheGoldens() throws IOException {
		Tokenizer tokenizer = Tokenizer.load(DemoModel.folder().resolve("tokenizer.json"));
		for (JsonObject golden : cases("tokens.json")) {
			String text = golden.string("text");
			assertThat(tokenizer.encode(text)).as(text).isEqualTo(ids(golden, "ids"));
			assertThat(tokenizer.decode(ids(golden, "ids"))).isEqualTo(text);
		}
	}

	@Test
	void controlTokensInAPromptEqualTheGoldens() throws IOException {
		Tokenizer tokenizer = Tokenizer.load(DemoModel.folder().resolve("tokenizer.json"));
		for (JsonObject golden : cases("greedy.json")) {
			assertThat(tokenizer.encodeWithControlTokens(golden.string("prompt"))).isEqualTo(ids(golden, "promptIds"));
		}
	}

}
