/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.tacit.inference.compile.CompileOptions;
import dev.tacit.inference.compile.CompiledModel;
import dev.tacit.inference.compile.ModelCompiler;
import dev.tacit.inference.compile.WeightFormat;
import dev.tacit.inference.decode.FinishReason;
import dev.tacit.inference.decode.Scheduler;
import dev.tacit.inference.decode.SchedulerConfig;
import dev.tacit.inference.decode.SequenceTask;
import dev.tacit.inference.decode.SequenceTiming;
import dev.tacit.inference.decode.TokenListener;
import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonLimits;
import dev.tacit.inference.json.JsonObject;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.sample.SamplingOptions;
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
		try (Scheduler scheduler = Scheduler.start(compiled.graph(), new SchedulerConfig(2, 4, 64, 1024, 128))) {
			for (JsonObject golden : cases) {
				assertThat(greedy(scheduler, ids(golden, "promptIds"))).as(golden.string("prompt"))
					.isEqualTo(ids(golden, "outputIds"));
			}
		}
	}

	private static int[] greedy(Scheduler scheduler, int[] prompt) throws Exception {
		CompletableFuture<int[]> result = new CompletableFuture<>();
		List<Integer> tokens = new ArrayList<>();
		scheduler.submit(new SequenceTask(prompt, 400, SamplingOptions.GREEDY, 0, new int[] { 7 }, Long.MAX_VALUE / 2,
				new TokenListener() {

					@Override
					public void onToken(int token, Steering steering) {
						tokens.add(token);
					}

					@Override
					public void onEnd(FinishReason reason, SequenceTiming timing) {
						result.complete(tokens.stream().mapToInt(Integer::intValue).toArray());
					}

					@Override
					public void onFailure(Throwable failure) {
						result.completeExceptionally(failure);
					}

				}));
		return result.get();
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
