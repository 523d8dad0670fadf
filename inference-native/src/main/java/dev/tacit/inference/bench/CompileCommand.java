/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import dev.tacit.inference.EngineConfig;
import dev.tacit.inference.compile.CompileOptions;
import dev.tacit.inference.compile.CompiledModel;
import dev.tacit.inference.compile.KeyValueFormat;
import dev.tacit.inference.compile.ModelCompiler;
import dev.tacit.inference.compile.WeightFormat;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressReport;

/** Compiles a checkpoint into the cache, or finds it there. */
final class CompileCommand implements Command {

	@Override
	public String name() {
		return "compile";
	}

	@Override
	public String usage() {
		return "--model DIR [--cache DIR] [--weights int4|int8|fp32] [--block 32|64|128] [--symmetric]"
				+ " [--eight-bit head,layer.*.ffn.w2] [--key-values fp32|int8] [--context N]";
	}

	@Override
	public void run(Arguments arguments, Console console) throws IOException {
		Path model = arguments.path("model");
		Path cache = arguments.pathOr("cache", EngineConfig.defaults().cacheDirectory());
		CompileOptions options = options(arguments);
		arguments.requireNoOther();
		ModelFolder folder = ModelFolder.open(model);
		console.out().println(folder.description());
		ProgressReport progress = ProgressReport.to(console.err()::println);
		folder.digest(cache, progress)
			.knownFiles()
			.forEach((name, origin) -> console.out().println(name + " is a known file: " + origin));
		long start = System.nanoTime();
		CompiledModel compiled = new ModelCompiler(cache).compile(folder, options, progress);
		double seconds = (System.nanoTime() - start) / 1e9;
		long bytes = Files.size(compiled.graph().resolveSibling(compiled.graph().getFileName() + ".data"));
		console.out()
			.println(String.format(Locale.ROOT, "%s in %.1f s: %s, %d MB of weights, %d positions, blocks %s",
					compiled.fromCache() ? "found" : "compiled", seconds, compiled.graph(), bytes / 1_000_000,
					compiled.contextLength(), compiled.blockSizes()));
	}

	static CompileOptions options(Arguments arguments) {
		CompileOptions options = CompileOptions.defaults();
		String weights = arguments.textOr("weights", null);
		try {
			if (weights != null) {
				options = options.withWeights(WeightFormat.valueOf(weights.toUpperCase(Locale.ROOT)));
			}
			String keyValues = arguments.textOr("key-values", null);
			if (keyValues != null) {
				options = options.withKeyValues(KeyValueFormat.valueOf(keyValues.toUpperCase(Locale.ROOT)));
			}
			String eightBit = arguments.textOr("eight-bit", null);
			return options.withSymmetric(arguments.flag("symmetric"))
				.withEightBit((eightBit != null) ? List.of(eightBit.split(",")) : List.of())
				.withBlockSize(arguments.integerOr("block", options.blockSize()))
				.withMaxContext(arguments.integerOr("context", options.maxContext()));
		}
		catch (IllegalArgumentException ex) {
			throw new UsageException(String.valueOf(ex.getMessage()));
		}
	}

}
