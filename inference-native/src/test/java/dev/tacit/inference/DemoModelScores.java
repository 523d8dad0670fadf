/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;

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

/**
 * Scores the demo model by greedy decoding on the compiled graph: the reply after the
 * trace must equal the expected one to the letter. Prints the table of the model card.
 */
final class DemoModelScores {

	private DemoModelScores() {
	}

	public static void main(String[] arguments) throws Exception {
		WeightFormat weights = WeightFormat.valueOf((arguments.length > 0) ? arguments[0] : "INT4");
		Path cache = Files.createTempDirectory("tacit-scores");
		CompiledModel compiled = new ModelCompiler(cache).compile(ModelFolder.open(DemoModel.folder()),
				CompileOptions.defaults().withWeights(weights), ProgressListener.silent());
		Tokenizer tokenizer = Tokenizer.load(DemoModel.folder().resolve("tokenizer.json"));
		Map<String, int[]> scores = new TreeMap<>();
		try (Scheduler scheduler = Scheduler.start(compiled.graph(), new SchedulerConfig(2, 4, 4096, 2048, 128))) {
			for (JsonObject item : items()) {
				String reply = tokenizer.decode(greedy(scheduler, tokenizer, item.string("prompt")));
				String answer = reply.substring(reply.lastIndexOf("</think>") + 1).replaceFirst("^/think>", "").strip();
				int[] score = scores.computeIfAbsent(item.string("task"), (task) -> new int[2]);
				score[0] += answer.equals(item.string("expected")) ? 1 : 0;
				score[1]++;
			}
		}
		System.out.println("| task | right, " + weights + " |\n| --- | --- |");
		scores.forEach((task, score) -> System.out.println("| " + task + " | " + score[0] + "/" + score[1] + " |"));
	}

	private static List<JsonObject> items() throws IOException {
		List<JsonObject> items = new ArrayList<>();
		Path file = Path.of("..", "demo-model", "src", "test", "resources", "evaluation.jsonl.gz");
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
			lines.lines().forEach((line) -> items.add(Json.parseObject(line, JsonLimits.SMALL)));
		}
		return items;
	}

	private static int[] greedy(Scheduler scheduler, Tokenizer tokenizer, String prompt) throws Exception {
		CompletableFuture<int[]> result = new CompletableFuture<>();
		List<Integer> tokens = new ArrayList<>();
		scheduler.submit(new SequenceTask(tokenizer.encodeWithControlTokens(prompt), 700, SamplingOptions.GREEDY, 0,
				new int[] { 7 }, Long.MAX_VALUE / 2, new TokenListener() {

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

}
