/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonLimits;
import dev.tacit.inference.model.Architecture;
import dev.tacit.inference.model.ArchitectureReader;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressReport;

/** Writes a model folder of full size with random weights. */
final class SynthesizeCommand implements Command {

	@Override
	public String name() {
		return "synthesize";
	}

	@Override
	public String usage() {
		return "--shape " + ModelShape.names() + " --output DIR [--seed N]";
	}

	@Override
	public void run(Arguments arguments, Console console) throws IOException {
		ModelShape shape = ModelShape.of(arguments.text("shape"));
		Path output = arguments.path("output");
		int seed = arguments.integerOr("seed", 1);
		arguments.requireNoOther();
		requireEmpty(output);
		Files.createDirectories(output);
		String config = Json.write(shape.config());
		Path configFile = output.resolve("config.json");
		Files.writeString(configFile, config);
		Files.writeString(output.resolve("generation_config.json"),
				"{\"bos_token_id\":1,\"eos_token_id\":7,\"pad_token_id\":0}");
		Files.writeString(output.resolve("tokenizer_config.json"),
				"{\"bos_token\":\"<|startoftext|>\",\"eos_token\":\"<|im_end|>\",\"pad_token\":\"<|pad|>\"}");
		Files.writeString(output.resolve("chat_template.jinja"), Bench.resource("chat_template.jinja"));
		Files.writeString(output.resolve("tokenizer.json"), new SyntheticTokenizer(shape.vocabulary()).json());
		Architecture architecture = ArchitectureReader.read(configFile, Json.parseObject(config, JsonLimits.SMALL));
		new SyntheticCheckpoint(architecture, seed).write(output.resolve("model.safetensors"),
				ProgressReport.to(console.err()::println));
		console.out().println(ModelFolder.open(output).description());
	}

	private static void requireEmpty(Path output) throws IOException {
		if (Files.exists(output)) {
			try (Stream<Path> entries = Files.list(output)) {
				if (entries.findAny().isPresent()) {
					throw new UsageException("--output is a folder that is not empty");
				}
			}
		}
	}

}
