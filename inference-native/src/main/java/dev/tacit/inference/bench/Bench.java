/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.tacit.inference.EngineException;
import dev.tacit.inference.compile.CompileException;
import dev.tacit.inference.decode.DecodeException;
import dev.tacit.inference.model.ModelFolderException;
import dev.tacit.inference.text.ChatTemplateException;
import dev.tacit.inference.text.TokenizerException;

/** The entry of the tool: {@code java -jar tacit-inference-bench.jar COMMAND OPTIONS}. */
public final class Bench {

	private static final List<Command> COMMANDS = List.of(new SynthesizeCommand(), new CompileCommand(),
			new RunCommand(), new MaskCommand(), new ProfileCommand(), new LookupCommand(), new ChatCommand(),
			new GgufCommand());

	private Bench() {
	}

	/**
	 * Runs one command and exits with 0, or with 2 for a wrong command line and 1 for
	 * work that failed.
	 * @param words the command and its options
	 */
	public static void main(String[] words) {
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
		int status = run(List.of(words), new Console(in, System.out, System.err));
		System.out.flush();
		System.exit(status);
	}

	static int run(List<String> words, Console console) {
		Command command = COMMANDS.stream()
			.filter((candidate) -> !words.isEmpty() && candidate.name().equals(words.get(0)))
			.findFirst()
			.orElse(null);
		if (command == null) {
			console.err().println("Commands:");
			COMMANDS.forEach((known) -> console.err().println("  " + known.name() + " " + known.usage()));
			return 2;
		}
		try {
			command.run(Arguments.parse(words.subList(1, words.size())), console);
			return 0;
		}
		catch (UsageException ex) {
			console.err().println(command.name() + ": " + ex.getMessage());
			console.err().println("usage: " + command.name() + " " + command.usage());
			return 2;
		}
		catch (ModelFolderException | CompileException | DecodeException | TokenizerException | ChatTemplateException
				| EngineException | IOException ex) {
			console.err().println(command.name() + ": " + ex.getMessage());
			return 1;
		}
	}

	static String resource(String name) throws IOException {
		try (var stream = Bench.class.getResourceAsStream(name)) {
			if (stream == null) {
				throw new IOException("The resource " + name + " is missing from this jar");
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
