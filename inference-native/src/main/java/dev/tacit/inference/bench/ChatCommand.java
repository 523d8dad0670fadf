/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

import dev.tacit.inference.Engine;
import dev.tacit.inference.EngineConfig;
import dev.tacit.inference.Generation;
import dev.tacit.inference.GenerationListener;
import dev.tacit.inference.GenerationRequest;
import dev.tacit.inference.model.ProgressReport;
import dev.tacit.inference.text.ChatMessage;
import org.jspecify.annotations.Nullable;

/** A conversation in the terminal, one line a turn; an empty line or the end stops it. */
final class ChatCommand implements Command {

	@Override
	public String name() {
		return "chat";
	}

	@Override
	public String usage() {
		return "--model DIR [--cache DIR] [--system TEXT] [--threads N] [--context N] [--max-tokens N] [--hide-reasoning]";
	}

	@Override
	public void run(Arguments arguments, Console console) throws IOException {
		Path model = arguments.path("model");
		EngineConfig defaults = EngineConfig.defaults();
		EngineConfig config = defaults.withSlots(1)
			.withCacheDirectory(arguments.pathOr("cache", defaults.cacheDirectory()))
			.withThreads(arguments.integerOr("threads", defaults.threads()))
			.withContextLength(arguments.integerOr("context", defaults.contextLength()));
		String system = arguments.textOr("system", null);
		int maxTokens = arguments.integerOr("max-tokens", config.contextLength());
		boolean reasoning = !arguments.flag("hide-reasoning");
		arguments.requireNoOther();
		List<ChatMessage> history = new ArrayList<>();
		if (system != null) {
			history.add(ChatMessage.system(system));
		}
		try (Engine engine = Engine.open(model, config, ProgressReport.to(console.err()::println))) {
			for (String line = ask(console); line != null && !line.isBlank(); line = ask(console)) {
				history.add(ChatMessage.user(line));
				Generation generation = answer(engine, history, maxTokens, reasoning, console);
				history.add(ChatMessage.assistant(generation.answer()));
			}
		}
	}

	private static @Nullable String ask(Console console) throws IOException {
		console.out().print("> ");
		console.out().flush();
		return console.in().readLine();
	}

	private static Generation answer(Engine engine, List<ChatMessage> history, int maxTokens, boolean reasoning,
			Console console) {
		CompletableFuture<Generation> result = new CompletableFuture<>();
		long start = System.nanoTime();
		engine.submit(GenerationRequest.builder().messages(history).maxTokens(maxTokens).build(),
				new GenerationListener() {

					private boolean inReasoning;

					@Override
					public void onReasoning(String delta) {
						if (reasoning) {
							console.out().print(this.inReasoning ? delta : "[" + delta);
							console.out().flush();
							this.inReasoning = true;
						}
					}

					@Override
					public void onAnswer(String delta) {
						console.out().print(this.inReasoning ? "]\n" + delta : delta);
						console.out().flush();
						this.inReasoning = false;
					}

					@Override
					public void onComplete(Generation generation) {
						console.out().println(this.inReasoning ? "]" : "");
						result.complete(generation);
					}

					@Override
					public void onFailure(RuntimeException failure) {
						result.completeExceptionally(failure);
					}

				});
		Generation generation = result.join();
		double seconds = (System.nanoTime() - start) / 1e9;
		generation.toolCalls().forEach((call) -> console.out().println("[tool call: " + call.name() + "]"));
		console.err().println(String.format(Locale.ROOT, "(%s, %.1f s)", generation.usage(), seconds));
		return generation;
	}

}
