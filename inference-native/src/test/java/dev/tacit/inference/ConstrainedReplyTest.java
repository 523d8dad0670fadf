/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.tacit.inference.compile.WeightFormat;
import dev.tacit.inference.decode.FinishReason;
import dev.tacit.inference.json.Json;
import dev.tacit.inference.sample.ConstraintException;
import dev.tacit.inference.sample.SamplingOptions;
import dev.tacit.inference.text.ToolDefinition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Schemas and tools hold the demo model even where its draws are noise. */
class ConstrainedReplyTest {

	private static final Map<String, Object> SCHEMA = Map.of("type", "object", "properties",
			Map.of("dose_mg", Map.of("type", "integer", "minimum", 0)), "required", List.of("dose_mg"),
			"additionalProperties", false);

	/** A temperature at which every token is about as likely as any other. */
	private static final SamplingOptions NOISE = new SamplingOptions(100, 0, 1, 0, 1);

	@TempDir
	static Path cache;

	private static Engine engine;

	@BeforeAll
	static void open() {
		engine = Engine.open(DemoModel.folder(),
				EngineConfig.defaults()
					.withCacheDirectory(cache)
					.withWeights(WeightFormat.INT4)
					.withContextLength(1024));
	}

	@AfterAll
	static void close() {
		engine.close();
	}

	private static GenerationRequest.Builder dose() {
		return GenerationRequest.builder()
			.user("A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?")
			.responseSchema(SCHEMA)
			.maxTokens(300);
	}

	private static Map<?, ?> members(Generation generation) {
		return (Map<?, ?>) Json.parse(generation.answer());
	}

	@Test
	void theAnswerIsJsonAfterTheThought() {
		Generation generation = engine.generate(dose().build());
		assertThat(generation.reasoning()).contains("64 * 15");
		assertThat(generation.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(members(generation)).hasToString("{dose_mg=" + members(generation).get("dose_mg") + "}");
	}

	@Test
	void noiseIsJsonTooHoweverFewTokensThereAre() {
		for (int seed = 0; seed < 20; seed++) {
			Generation generation = engine
				.generate(dose().sampling(NOISE).seed((long) seed).maxTokens(60 + 3 * seed).build());
			assertThat(members(generation).get("dose_mg")).as("seed %d", seed).isInstanceOf(Number.class);
		}
	}

	@Test
	void aCallOfNoiseKeepsToTheTool() {
		ToolDefinition tool = new ToolDefinition("calculate", "Evaluates an expression",
				Map.of("type", "object", "properties", Map.of("expression", Map.of("type", "string", "maxLength", 30)),
						"required", List.of("expression")));
		Generation calm = engine.generate(GenerationRequest.builder()
			.user("A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?")
			.tools(List.of(tool))
			.maxTokens(300)
			.build());
		assertThat(calm.toolCalls()).singleElement().satisfies((call) -> {
			assertThat(call.name()).isEqualTo("calculate");
			assertThat(call.arguments()).containsOnlyKeys("expression");
		});
	}

	/** Its grammar holds the answer, so nothing has to wait whether it becomes a call. */
	@Test
	void anAnswerThatLooksLikeACallStaysTheAnswerWhereASchemaAsksForIt() throws Exception {
		Map<String, Object> call = Map.of("name", "calculate", "arguments", Map.of("expression", "64*15"));
		ToolDefinition tool = new ToolDefinition("calculate", "Evaluates an expression", Map.of());
		List<String> pieces = new CopyOnWriteArrayList<>();
		GenerationFuture listener = new GenerationFuture() {

			@Override
			public void onAnswer(String delta) {
				pieces.add(delta);
			}

		};
		engine.submit(dose().tools(List.of(tool)).constrainTools(false).responseSchema(Map.of("const", call)).build(),
				listener);
		Generation generation = listener.result().get(1, TimeUnit.MINUTES);
		assertThat(generation.toolCalls()).isEmpty();
		assertThat(Json.parse(generation.answer())).isEqualTo(call);
		assertThat(String.join("", pieces)).isEqualTo(generation.answer());
		assertThat(pieces).hasSizeGreaterThan(1);
	}

	@Test
	void aSchemaIsReadByTheCallersThreadAlone() {
		Set<Thread> readers = ConcurrentHashMap.newKeySet();
		Map<String, Object> watched = new AbstractMap<>() {

			@Override
			public Set<Entry<String, Object>> entrySet() {
				readers.add(Thread.currentThread());
				return SCHEMA.entrySet();
			}

		};
		assertThat(members(engine.generate(dose().responseSchema(watched).build()))).hasSize(1);
		assertThat(readers).containsExactly(Thread.currentThread());
	}

	@Test
	void aSchemaThatCannotBeEnforcedIsRefusedAtOnce() {
		assertThatExceptionOfType(ConstraintException.class)
			.isThrownBy(
					() -> engine.generate(dose().responseSchema(Map.of("type", "array", "uniqueItems", true)).build()))
			.withMessageContaining("'uniqueItems' is not supported");
	}

}
