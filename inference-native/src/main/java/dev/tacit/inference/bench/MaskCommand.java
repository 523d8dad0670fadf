/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.sample.ConstraintCompiler;
import dev.tacit.inference.sample.TokenConstraint;
import dev.tacit.inference.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Says what a constraint costs: compiling it, on the caller's thread, and each token of
 * it, on the decode thread, as a share of a decode step. The texts are drawn from the
 * masks by chance, so they go everywhere that a grammar leads.
 */
final class MaskCommand implements Command {

	/** Of the synthetic vocabulary: tokens that hold what ends a string. */
	private static final int CROSSING = 4_000;

	private static final List<String> MARKS = List.of("\"", "\",", "\":", "\"}", "\\n", "\\\"", "\n", "},", "[\"",
			"{\"", " \"", "']", "\\u00");

	private static final String RECORD = """
			{"type": "object", "additionalProperties": false,
			"required": ["patient", "born", "weight_kg", "allergies", "orders", "note"],
			"properties": {"patient": {"type": "string", "minLength": 1, "maxLength": 80},
			"born": {"type": "string", "pattern": "^\\\\d{4}-\\\\d{2}-\\\\d{2}$"},
			"weight_kg": {"type": "number", "minimum": 0, "maximum": 400},
			"allergies": {"type": "array", "items": {"type": "string"}},
			"orders": {"type": "array", "items": {"type": "object",
			"required": ["drug", "dose_mg"], "properties": {"drug": {"type": "string"},
			"dose_mg": {"type": "integer", "minimum": 0}, "route": {"enum": ["oral", "iv", "im"]}}}},
			"note": {"type": "string"}}}""";

	private static final String PARAMETERS = """
			{"type": "object", "required": ["expression"], "properties": {"expression": {"type": "string"},
			"digits": {"type": "integer"}, "unit": {"enum": ["mg", "g", "ml"]}}}""";

	@Override
	public String name() {
		return "mask";
	}

	@Override
	public String usage() {
		return "[--model DIR] [--vocabulary 65536] [--texts 50] [--tokens 400] [--step-ms 30]";
	}

	@Override
	public void run(Arguments arguments, Console console) throws IOException {
		String model = arguments.textOr("model", null);
		int vocabulary = arguments.integerOr("vocabulary", 65_536);
		int texts = arguments.integerOr("texts", 50);
		int tokens = arguments.integerOr("tokens", 400);
		int step = arguments.integerOr("step-ms", 30);
		arguments.requireNoOther();
		if (texts < 2 || tokens < 50 || step < 1 || vocabulary <= 2 * CROSSING) {
			throw new UsageException(
					"--texts must be at least 2, --tokens 50, --step-ms 1 and --vocabulary " + (2 * CROSSING + 1));
		}
		Tokenizer tokenizer = (model != null) ? Tokenizer.load(Path.of(model, "tokenizer.json"))
				: synthetic(vocabulary);
		ConstraintCompiler compiler = new ConstraintCompiler(tokenizer.size(), bytes(tokenizer, model),
				tokenizer::encode);
		int end = tokenizer.controlToken("<|im_end|>").orElse(0);
		Map<String, Object> parameters = members(PARAMETERS);
		console.out()
			.println("| text | compiling, ms | first text: mean, worst | others: mean, worst | of a step of " + step
					+ " ms |\n| --- | --- | --- | --- | --- |");
		Map<String, Map<String, Object>> tools = Map.of("calculate", parameters, "convert", parameters, "look_up",
				members(RECORD));
		Measured measured = new Measured(console, tokenizer.size(), end, texts, tokens, step);
		measured.row("record", () -> compiler.json(members(RECORD), end));
		measured.row("any JSON", () -> compiler.json(Map.of(), end));
		measured.row("calls of three tools", () -> compiler.calls(tools, end));
	}

	private static Map<String, Object> members(String json) {
		Map<String, Object> members = new LinkedHashMap<>();
		((Map<?, ?>) Objects.requireNonNull(Json.parse(json)))
			.forEach((name, value) -> members.put(String.valueOf(name), value));
		return members;
	}

	private static Tokenizer synthetic(int vocabulary) throws IOException {
		Path file = Files.createTempFile("tacit-tokenizer", ".json");
		try {
			Files.writeString(file, new SyntheticTokenizer(vocabulary).json());
			return Tokenizer.load(file);
		}
		finally {
			Files.delete(file);
		}
	}

	/** The synthetic tokenizer knows letters only; a trained one also marks. */
	private static IntFunction<byte[]> bytes(Tokenizer tokenizer, @Nullable String model) {
		int first = (model != null) ? tokenizer.size() : tokenizer.size() - CROSSING;
		return (id) -> {
			if (tokenizer.isControlToken(id)) {
				return new byte[0];
			}
			byte[] letters = tokenizer.bytes(id);
			if (id < first) {
				return letters;
			}
			String mark = MARKS.get(id % MARKS.size());
			String word = new String(letters, StandardCharsets.UTF_8).strip();
			return ((id % 2 == 0) ? mark + word : word + mark).getBytes(StandardCharsets.UTF_8);
		};
	}

	/**
	 * How the rows are measured.
	 *
	 * @param console where they go
	 * @param vocabulary width of the logits
	 * @param end the token that ends a text
	 * @param texts texts of a row
	 * @param tokens most tokens of a text
	 * @param step milliseconds of a decode step
	 */
	private record Measured(Console console, int vocabulary, int end, int texts, int tokens, int step) {

		void row(String name, Supplier<Supplier<TokenConstraint>> grammar) {
			long before = System.nanoTime();
			Supplier<TokenConstraint> start = grammar.get();
			double compiling = (System.nanoTime() - before) / 1e6;
			MaskTimes first = new MaskTimes(this.vocabulary, this.end);
			first.draw(start.get(), this.tokens);
			MaskTimes others = new MaskTimes(this.vocabulary, this.end);
			for (int text = 1; text < this.texts; text++) {
				others.draw(start.get(), this.tokens);
			}
			this.console.out()
				.println(String.format(Locale.ROOT, "| %s | %.0f | %.0f µs, %.0f µs | %.0f µs, %.0f µs | %.2f %% |",
						name, compiling, first.mean(), first.worst(), others.mean(), others.worst(),
						others.mean() / (10.0 * this.step)));
		}

	}

}
