/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

import dev.tacit.inference.EngineConfig;
import dev.tacit.inference.compile.CompileOptions;
import dev.tacit.inference.compile.CompiledModel;
import dev.tacit.inference.compile.ModelCompiler;
import dev.tacit.inference.decode.Scheduler;
import dev.tacit.inference.decode.SchedulerConfig;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressReport;

/** Says which operators a decode step of one stream spends its time on. */
final class ProfileCommand implements Command {

	@Override
	public String name() {
		return "profile";
	}

	@Override
	public String usage() {
		return "--model DIR [--cache DIR] [--weights int4|fp32] [--block 32|64|128] [--threads N] [--prompt 64]"
				+ " [--generate 64] [--context N]";
	}

	@Override
	public void run(Arguments arguments, Console console) throws IOException {
		Path model = arguments.path("model");
		Path cache = arguments.pathOr("cache", EngineConfig.defaults().cacheDirectory());
		int threads = arguments.integerOr("threads", EngineConfig.defaults().threads());
		int prompt = arguments.integerOr("prompt", 64);
		int generate = arguments.integerOr("generate", 64);
		if (prompt < 1 || generate < 2) {
			throw new UsageException("--prompt must be at least 1 and --generate 2");
		}
		int context = arguments.integerOr("context", prompt + generate + 1);
		CompileOptions options = CompileCommand.options(arguments).withMaxContext(context);
		arguments.requireNoOther();
		ModelFolder folder = ModelFolder.open(model);
		CompiledModel compiled = new ModelCompiler(cache).compile(folder, options,
				ProgressReport.to(console.err()::println));
		Path directory = Files.createTempDirectory("tacit-profile");
		try {
			SchedulerConfig bounds = SchedulerConfig.plain(threads, 1, 1, context, prompt);
			try (Scheduler scheduler = Scheduler.startProfiled(compiled.graph(), bounds, directory.resolve("trace"))
				.closeOnExit()) {
				int[] tokens = new Prompts(folder.architecture().vocabularySize()).next(prompt);
				TimedSequence.submit(scheduler, tokens, generate).await();
			}
			print(OperatorTimes.read(onlyFile(directory), generate - 1), console);
		}
		finally {
			delete(directory);
		}
	}

	private static void print(OperatorTimes times, Console console) {
		console.out().println("| operator | nodes | ms a step |\n| --- | --- | --- |");
		times.operators()
			.forEach((name, operator) -> console.out().println(row(name, operator.nodes(), operator.micros() / 1e3)));
		console.out()
			.println(String.format(Locale.ROOT, "| between operators | | %.2f |%n| step | | %.2f |",
					times.betweenMillis(), times.stepMillis()));
	}

	private static String row(String name, double nodes, double millis) {
		return String.format(Locale.ROOT, "| %s | %.0f | %.2f |", name, nodes, millis);
	}

	private static Path onlyFile(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.findFirst().orElseThrow(() -> new IOException("ONNX Runtime wrote no profile"));
		}
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
		Files.delete(directory);
	}

}
