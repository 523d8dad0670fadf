/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tacit.inference.Engine;
import dev.tacit.inference.Generation;
import dev.tacit.inference.GenerationRequest;
import dev.tacit.inference.json.Json;
import dev.tacit.inference.sample.ConstraintCompiler;
import dev.tacit.inference.sample.ConstraintException;
import dev.tacit.inference.sample.SamplingOptions;
import dev.tacit.inference.sample.TokenConstraint;
import dev.tacit.inference.text.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * For random schemas of the supported subset, whatever a model without any sense draws
 * under the constraint satisfies the schema, as an independent validator sees it.
 */
class RandomSchemaTest {

	private static final long SEED = 20261124;

	private static final int END = 7;

	private final Random random = new Random(SEED);

	private final Tokenizer tokenizer = Tokenizer.load(DemoEngine.FOLDER.resolve("tokenizer.json"));

	private final ConstraintCompiler compiler = new ConstraintCompiler(this.tokenizer.size(),
			(id) -> this.tokenizer.isControlToken(id) ? new byte[0] : this.tokenizer.bytes(id), this.tokenizer::encode);

	@Test
	void whatIsDrawnUnderAConstraintIsValid() {
		SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
		int refused = 0;
		for (int i = 0; i < 400; i++) {
			Map<String, Object> schema = schema(3);
			schema.put("$defs", Map.of("leaf", schema(0)));
			Schema validator = registry.getSchema(Json.write(schema));
			Supplier<TokenConstraint> compiled;
			try {
				compiled = this.compiler.json(schema, END);
			}
			catch (ConstraintException ex) {
				// What contradicts itself, or is not sure to be told apart, is refused.
				refused++;
				continue;
			}
			for (int budget : new int[] { 0, 60 }) {
				TokenConstraint constraint = compiled.get();
				String text = draw(constraint, constraint.distance() + 1 + budget);
				assertThat(validator.validate(text, InputFormat.JSON))
					.as("seed %d, case %d: %s for %s", SEED, i, text, schema)
					.isEmpty();
			}
		}
		assertThat(refused).isLessThan(150);
	}

	/**
	 * The same through a whole engine, whose draws are noise: at this temperature its
	 * weights might as well be random.
	 */
	@Test
	void whatAnEngineWritesAsNoiseIsValid(@TempDir Path cache) throws Exception {
		SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
		SamplingOptions noise = new SamplingOptions(100, 0, 1, 0, 1);
		Map<Map<String, Object>, CompletableFuture<Generation>> answers = new LinkedHashMap<>();
		ExecutorService callers = Executors.newFixedThreadPool(4);
		try (Engine engine = DemoEngine.open(cache)) {
			while (answers.size() < 200) {
				Map<String, Object> schema = schema(2);
				schema.put("$defs", Map.of("leaf", schema(0)));
				int distance;
				try {
					distance = this.compiler.json(schema, END).get().distance();
				}
				catch (ConstraintException ex) {
					continue;
				}
				GenerationRequest request = GenerationRequest.builder()
					.user("Hello")
					.responseSchema(schema)
					.sampling(noise)
					.seed(SEED + answers.size())
					.maxTokens(distance + 40)
					.build();
				answers.put(schema, CompletableFuture.supplyAsync(() -> engine.generate(request), callers));
			}
			for (Map.Entry<Map<String, Object>, CompletableFuture<Generation>> answer : answers.entrySet()) {
				String text = answer.getValue().get(4, TimeUnit.MINUTES).answer();
				assertThat(registry.getSchema(Json.write(answer.getKey())).validate(text, InputFormat.JSON))
					.as("%s for %s", text, answer.getKey())
					.isEmpty();
			}
		}
		finally {
			callers.shutdown();
		}
	}

	private String draw(TokenConstraint constraint, int budget) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int remaining = budget; remaining > 0; remaining--) {
			BitSet allowed = constraint.allowed(remaining);
			int token = allowed.stream().skip(this.random.nextInt(allowed.cardinality())).findFirst().orElseThrow();
			if (token == END) {
				break;
			}
			assertThat(constraint.accept(token)).isTrue();
			bytes.writeBytes(this.tokenizer.bytes(token));
		}
		return bytes.toString(StandardCharsets.UTF_8);
	}

	private Map<String, Object> schema(int depth) {
		Map<String, Object> schema = new LinkedHashMap<>();
		switch (this.random.nextInt((depth > 0) ? 18 : 7)) {
			case 0 -> {
				schema.put("type", "string");
				optional(schema, "minLength", this.random.nextInt(4));
				optional(schema, "maxLength", 4 + this.random.nextInt(8));
			}
			case 1 -> {
				int bound = this.random.nextInt(3000) - 1500;
				schema.put("type", "integer");
				optional(schema, "minimum", bound);
				optional(schema, "maximum", bound + this.random.nextInt(2000));
			}
			case 2 -> {
				int bound = this.random.nextInt(300) - 150;
				schema.put("type", "number");
				optional(schema, "minimum", bound);
				optional(schema, "maximum", bound + this.random.nextInt(20));
			}
			case 3 -> schema.put("type", "boolean");
			case 4 -> schema.put("enum", List.of("a", "\"q\"", 3, true, List.of(1, "x"), "é"));
			case 5 -> schema.put("type", List.of("null", "integer"));
			case 6 -> schema.put("const", (this.random.nextBoolean()) ? "fixed" : Map.of("k", 1.5));
			case 7, 8, 9 -> object(schema, depth);
			case 10 -> {
				schema.put("type", "array");
				schema.put("items", schema(depth - 1));
				optional(schema, "minItems", this.random.nextInt(3));
				optional(schema, "maxItems", 2 + this.random.nextInt(3));
			}
			case 11 ->
				schema.put("allOf", List.of(schema(depth - 1), Map.of("type", List.of("object", "integer", "array"))));
			case 12 ->
				schema.put("oneOf", List.of(Map.of("type", "string", "pattern", pattern()), Map.of("type", "null")));
			case 13 -> schema.put("oneOf", List.of(tagged("a", depth), tagged("b", depth)));
			case 14 -> {
				schema.put("type", "integer");
				schema.put("multipleOf", 1 + this.random.nextInt(40));
				optional(schema, "minimum", this.random.nextInt(5000) - 2500);
				optional(schema, "maximum", 2600 + this.random.nextInt(9000));
			}
			case 15 -> {
				schema.put("type", "string");
				schema.put("pattern", pattern());
			}
			case 16 -> {
				object(schema, depth);
				schema.remove("additionalProperties");
				schema.put("allOf", List.of(tagged("c", depth)));
			}
			default ->
				schema.put("anyOf", List.of(schema(depth - 1), schema(depth - 1), Map.of("$ref", "#/$defs/leaf")));
		}
		return schema;
	}

	private String pattern() {
		return List
			.of("^[a-f]{2,4}-\\d+$", "^(red|green)( (light|dark))?$", "mg$", "^\\w+@[^@\\s\"]*$", "^ä?[.\\\\\"]*x$")
			.get(this.random.nextInt(5));
	}

	private Map<String, Object> tagged(String tag, int depth) {
		return Map.of("type", "object", "properties",
				new LinkedHashMap<>(Map.of("kind", Map.of("const", tag), "value", schema(depth - 1))), "required",
				List.of("kind"));
	}

	private void object(Map<String, Object> schema, int depth) {
		Map<String, Object> properties = new LinkedHashMap<>();
		List<String> required = new ArrayList<>();
		for (int n = this.random.nextInt(5); n >= 0; n--) {
			String name = List.of("name", "id", "näme", "a b", "q\"").get(n);
			properties.put(name, schema(depth - 1));
			if (this.random.nextBoolean()) {
				required.add(name);
			}
		}
		schema.put("type", "object");
		schema.put("properties", properties);
		schema.put("required", required);
		schema.put("additionalProperties", false);
	}

	private void optional(Map<String, Object> schema, String keyword, int value) {
		if (this.random.nextBoolean()) {
			schema.put(keyword, value);
		}
	}

}
