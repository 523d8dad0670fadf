/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressReport;

/** Writes a checkpoint as a GGUF file, for comparison with llama.cpp. */
final class GgufCommand implements Command {

	@Override
	public String name() {
		return "gguf";
	}

	@Override
	public String usage() {
		return "--model DIR --output FILE [--type f32|q4_0]";
	}

	@Override
	public void run(Arguments arguments, Console console) throws IOException {
		Path model = arguments.path("model");
		Path output = arguments.path("output");
		String type = String.valueOf(arguments.textOr("type", "q4_0"));
		arguments.requireNoOther();
		if (!type.equals("f32") && !type.equals("q4_0")) {
			throw new UsageException("--type is f32 or q4_0");
		}
		ModelFolder folder = ModelFolder.open(model);
		new GgufCheckpoint(folder, type.equals("q4_0")).write(output, ProgressReport.to(console.err()::println));
		console.out().println(output + ": " + Files.size(output) + " bytes");
	}

}
