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
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

import dev.tacit.inference.compile.CompileOptions;
import dev.tacit.inference.compile.CompiledModel;
import dev.tacit.inference.compile.KeyValueFormat;
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
import org.jspecify.annotations.Nullable;

/**
 * Scores the demo model by greedy decoding on the compiled graph: the reply after the
 * trace must equal the expected one to the letter. Prints the table of the model card;
 * {@code misses} prints every wrong reply before it, {@code int8-state} keeps keys and
 * values in eight bits.
 */
final class DemoModelScores {

	/** A trace that adds three products up comes to 1,100 tokens. */
	private static final int LONGEST = 1500;

	private DemoModelScores() {
	}

	public static void main(String[] arguments) throws Exception {
		WeightFormat weights = WeightFormat.valueOf((arguments.length > 0) ? arguments[0] : "INT4");
		boolean misses = List.of(arguments).contains("misses");
		KeyValueFormat keyValues = List.of(arguments).contains("int8-state") ? KeyValueFormat.INT8
				: KeyValueFormat.FP32;
		Path cache = Files.createTempDirectory("tacit-scores");
		CompiledModel compiled = new ModelCompiler(cache).compile(ModelFolder.open(DemoModel.folder()),
				CompileOptions.defaults().withWeights(weights).withKeyValues(keyValues), ProgressListener.silent());
		Tokenizer tokenizer = Tokenizer.load(DemoModel.folder().resolve("tokenizer.json"));
		Map<String, Map<String, int[]>> scores = new TreeMap<>();
		List<JsonObject> items = items();
		try (Scheduler scheduler = Scheduler.start(compiled.graph(),
				SchedulerConfig.plain(2, 8, items.size(), 2048, 128))) {
			List<TokenCollector> replies = items.stream()
				.map((item) -> TokenCollector.greedy(scheduler,
						tokenizer.encodeWithControlTokens(item.string("prompt")), LONGEST))
				.toList();
			for (int i = 0; i < replies.size(); i++) {
				String reply = tokenizer.decode(replies.get(i).tokens());
				String answer = reply.substring(reply.lastIndexOf("</think>") + 1).replaceFirst("^/think>", "").strip();
				int[] score = scores.computeIfAbsent(items.get(i).string("task"), (task) -> new TreeMap<>())
					.computeIfAbsent(items.get(i).string("set"), (set) -> new int[2]);
				boolean right = answer.equals(items.get(i).string("expected"));
				score[0] += right ? 1 : 0;
				if (!right && misses) {
					System.out.println("--- " + items.get(i).string("task") + " (" + items.get(i).string("set") + "): "
							+ items.get(i).string("prompt") + reply + "\n>>> " + items.get(i).string("expected"));
				}
				score[1]++;
			}
		}
		System.out.println("| task | unseen values, " + weights + " | unseen phrasings |\n| --- | --- | --- |");
		scores.forEach((task, sets) -> System.out
			.println("| " + task + " | " + shown(sets.get("values")) + " | " + shown(sets.get("phrasings")) + " |"));
		for (String set : List.of("values", "phrasings")) {
			int[] all = new int[2];
			scores.values().stream().map((sets) -> sets.get(set)).filter(Objects::nonNull).forEach((score) -> {
				all[0] += score[0];
				all[1] += score[1];
			});
			System.out.println("all " + set + ": " + shown(all));
		}
	}

	private static String shown(int @Nullable [] score) {
		return (score != null) ? score[0] + "/" + score[1] : "–";
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

}
