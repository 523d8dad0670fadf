/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.tacit.inference.Engine;
import dev.tacit.inference.EngineConfig;
import dev.tacit.inference.Generation;
import dev.tacit.inference.compile.WeightFormat;
import dev.tacit.inference.decode.RejectedRequestException;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.observation.ChatModelMeterObservationHandler;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.annotation.Tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every request is observed once, with all keys of the standard, however it ends. */
class ChatObservationTest {

	private static final String NAME = "gen_ai.client.operation";

	@TempDir
	static Path cache;

	private static Engine engine;

	private final BlockingQueue<Generation> ended = new LinkedBlockingQueue<>();

	@BeforeAll
	static void open() {
		engine = DemoEngine.open(cache);
	}

	@AfterAll
	static void close() {
		engine.close();
	}

	private TacitChatModel model(ObservationRegistry registry) {
		return DemoEngine.model(engine, registry, this.ended::add);
	}

	private static void ask(TacitChatModel model, Prompt prompt, boolean streaming) {
		if (streaming) {
			model.stream(prompt).blockLast(Duration.ofMinutes(2));
		}
		else {
			model.call(prompt);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void everyKeyIsThere(boolean streaming) {
		TestObservationRegistry registry = TestObservationRegistry.create();
		TacitChatOptions.Builder options = TacitChatOptions.builder();
		options.topK(40).topP(0.9).maxTokens(300).stopSequences(List.of("ZZZ"));
		ask(model(registry), new Prompt(DemoEngine.DOSE, options.build()), streaming);
		String name = engine.info().name();
		TestObservationRegistryAssert.assertThat(registry)
			.hasNumberOfObservationsEqualTo(1)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.hasContextualNameEqualTo("chat " + name)
			.hasLowCardinalityKeyValue("gen_ai.operation.name", "chat")
			.hasLowCardinalityKeyValue("gen_ai.system", "onnx")
			.hasLowCardinalityKeyValue("gen_ai.request.model", name)
			.hasLowCardinalityKeyValue("gen_ai.response.model", name)
			.hasHighCardinalityKeyValue("gen_ai.request.temperature", "0.0")
			.hasHighCardinalityKeyValue("gen_ai.request.top_k", "40")
			.hasHighCardinalityKeyValue("gen_ai.request.top_p", "0.9")
			.hasHighCardinalityKeyValue("gen_ai.request.max_tokens", "300")
			.hasHighCardinalityKeyValue("gen_ai.request.stop_sequences", "[\"ZZZ\"]")
			.hasHighCardinalityKeyValue("gen_ai.response.finish_reasons", "[\"stop\"]")
			.hasHighCardinalityKeyValueWithKey("gen_ai.response.id")
			.hasHighCardinalityKeyValueWithKey("gen_ai.usage.input_tokens")
			.hasHighCardinalityKeyValueWithKey("gen_ai.usage.output_tokens")
			.hasHighCardinalityKeyValueWithKey("gen_ai.usage.total_tokens")
			.doesNotHaveError()
			.hasBeenStopped();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aRefusedRequestIsObservedAsAnError(boolean streaming) {
		TestObservationRegistry registry = TestObservationRegistry.create();
		TacitChatModel model = model(registry);
		Prompt tooLong = new Prompt("word ".repeat(3000));
		assertThatExceptionOfType(RejectedRequestException.class).isThrownBy(() -> ask(model, tooLong, streaming));
		TestObservationRegistryAssert.assertThat(registry)
			.hasNumberOfObservationsEqualTo(1)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.hasError()
			.hasBeenStopped();
	}

	@Test
	void tokensAreCountedHoweverARequestEnds() throws InterruptedException {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ChatModelMeterObservationHandler(meters));
		TacitChatModel model = model(registry);
		ask(model, new Prompt(DemoEngine.DOSE), false);
		ask(model, new Prompt("Hello"), true);
		model.stream(new Prompt(DemoEngine.DOSE)).take(2).blockLast(Duration.ofMinutes(2));
		int prompt = 0;
		int completion = 0;
		for (int i = 0; i < 3; i++) {
			Generation generation = Objects.requireNonNull(this.ended.poll(1, TimeUnit.MINUTES));
			prompt += generation.usage().prompt();
			completion += generation.usage().completion();
		}
		assertThat(counted(meters, "input")).isEqualTo(prompt);
		assertThat(counted(meters, "output")).isEqualTo(completion);
		assertThat(counted(meters, "total")).isEqualTo(prompt + completion);
	}

	/** An application's handler that has a mistake. */
	private static final class Broken implements ObservationHandler<ChatModelObservationContext> {

		@Override
		public void onStop(ChatModelObservationContext context) {
			throw new IllegalStateException("onStop");
		}

		@Override
		public void onError(ChatModelObservationContext context) {
			throw new IllegalStateException("onError");
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof ChatModelObservationContext;
		}

	}

	private TacitChatModel badlyObserved(Engine answering) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new Broken());
		return DemoEngine.model(answering, registry, this.ended::add);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aHandlerThatThrowsTakesNobodysReply(boolean streaming) throws InterruptedException {
		TacitChatModel model = badlyObserved(engine);
		CompletableFuture<Void> asked = CompletableFuture
			.runAsync(() -> ask(model, new Prompt(DemoEngine.DOSE), streaming));
		assertThat(asked).succeedsWithin(Duration.ofMinutes(1));
		assertThat(this.ended.poll(1, TimeUnit.MINUTES)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aHandlerThatThrowsHidesNoFailure(boolean streaming) {
		EngineConfig impatient = EngineConfig.defaults()
			.withCacheDirectory(cache)
			.withWeights(WeightFormat.INT4)
			.withContextLength(1024)
			.withQueueTimeout(Duration.ofNanos(1));
		// It takes no request: each waited too long when it is looked at.
		try (Engine refusing = Engine.open(DemoEngine.FOLDER, impatient)) {
			TacitChatModel model = badlyObserved(refusing);
			CompletableFuture<Void> asked = CompletableFuture
				.runAsync(() -> ask(model, new Prompt(DemoEngine.DOSE), streaming));
			assertThatThrownBy(() -> asked.get(1, TimeUnit.MINUTES)).rootCause()
				.isInstanceOf(RejectedRequestException.class);
		}
	}

	private static double counted(SimpleMeterRegistry meters, String type) {
		return meters.get("gen_ai.client.token.usage")
			.tag("gen_ai.token.type", type)
			.counters()
			.stream()
			.mapToDouble(Counter::count)
			.sum();
	}

	static class Calculator {

		@Tool(description = "Calculates the value of an expression.")
		String calculate(String expression) {
			return "960";
		}

	}

	/** Names from the root down to the observation of a model. */
	private static List<String> ancestry(Observation.ContextView context) {
		List<String> names = new ArrayList<>();
		names.add(context.getName());
		for (ObservationView parent = context.getParentObservation(); parent != null; parent = parent.getContextView()
			.getParentObservation()) {
			names.add(0, parent.getContextView().getName());
		}
		return names;
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void eachTurnOfAToolLoopStandsBelowTheClients(boolean streaming) {
		List<List<String>> ancestries = new CopyOnWriteArrayList<>();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<ChatModelObservationContext>() {

			@Override
			public void onStop(ChatModelObservationContext context) {
				ancestries.add(ancestry(context));
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof ChatModelObservationContext;
			}

		});
		ChatClient.ChatClientRequestSpec request = ChatClient.create(model(registry), registry)
			.prompt()
			.user(DemoEngine.DOSE)
			.tools(new Calculator());
		if (streaming) {
			request.stream().content().blockLast(Duration.ofMinutes(2));
		}
		else {
			request.call().content();
		}
		assertThat(ancestries).hasSizeGreaterThan(1).allSatisfy((names) -> {
			assertThat(names.get(0)).isEqualTo("spring.ai.chat.client");
			assertThat(names.get(names.size() - 1)).isEqualTo(NAME);
			assertThat(names).contains("spring.ai.advisor");
		});
	}

	@Test
	void noKeyHoldsTextOfThePromptOrTheAnswer() {
		List<String> values = new CopyOnWriteArrayList<>();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				context.getAllKeyValues().stream().map(KeyValue::getValue).forEach(values::add);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		ask(model(registry), new Prompt("Repeat: canary9317"), false);
		assertThat(values).isNotEmpty().noneMatch((value) -> value.contains("canary"));
	}

}
