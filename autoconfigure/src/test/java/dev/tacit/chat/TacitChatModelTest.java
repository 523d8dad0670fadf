/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.tacit.inference.Engine;
import dev.tacit.inference.Generation;
import dev.tacit.inference.decode.FinishReason;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Spring AI's contract of a chat model, on the demo model. */
class TacitChatModelTest {

	private static final String SCHEMA = """
			{"type": "object", "properties": {"total": {"type": "integer"}}, "required": ["total"]}""";

	@TempDir
	static Path cache;

	private static final BlockingQueue<Generation> COMPLETED = new LinkedBlockingQueue<>();

	private static Engine engine;

	private static TacitChatModel model;

	@BeforeAll
	static void open() {
		engine = DemoEngine.open(cache);
		model = DemoEngine.model(engine, ObservationRegistry.NOOP, COMPLETED::add);
	}

	@AfterAll
	static void close() {
		engine.close();
	}

	record Expression(String expression) {
	}

	private static ToolCallback calculate() {
		return FunctionToolCallback.builder("calculate", (Expression input) -> {
			throw new IllegalStateException("A model calls no tool");
		}).description("Calculates the value of an expression.").inputType(Expression.class).build();
	}

	private static List<ChatResponse> chunks(Prompt prompt) {
		return Objects.requireNonNull(model.stream(prompt).collectList().block(Duration.ofMinutes(2)));
	}

	private static String text(ChatResponse response) {
		return Objects.requireNonNull(Objects.requireNonNull(response.getResult()).getOutput().getText());
	}

	private static String finish(ChatResponse response) {
		return String.valueOf(Objects.requireNonNull(response.getResult()).getMetadata().getFinishReason());
	}

	@Test
	void aStreamIsTheCallInPieces() {
		Prompt prompt = new Prompt(DemoEngine.DOSE);
		ChatResponse whole = model.call(prompt);
		Flux<ChatResponse> stream = model.stream(prompt);
		for (int subscription = 0; subscription < 2; subscription++) {
			List<ChatResponse> chunks = Objects.requireNonNull(stream.collectList().block(Duration.ofMinutes(2)));
			List<ChatResponse> before = chunks.subList(0, chunks.size() - 1);
			ChatResponse last = chunks.get(chunks.size() - 1);
			assertThat(String.join("", chunks.stream().map(TacitChatModelTest::text).toList())).isEqualTo(text(whole));
			assertThat(before).allMatch((chunk) -> finish(chunk).equals("null"))
				.allMatch((chunk) -> chunk.getMetadata().getUsage().getTotalTokens() == 0);
			assertThat(chunks).extracting((chunk) -> chunk.getMetadata().getId())
				.containsOnly(last.getMetadata().getId());
			assertThat(chunks).extracting((chunk) -> chunk.getMetadata().getModel()).containsOnly(engine.info().name());
			assertThat(text(last)).isEmpty();
			assertThat(finish(last)).isEqualTo("stop");
			assertThat(last.getMetadata().getUsage().getTotalTokens())
				.isEqualTo(whole.getMetadata().getUsage().getTotalTokens());
			String deltas = String.join("",
					before.stream().map((chunk) -> TacitReasoning.delta(chunk).orElse("")).toList());
			assertThat(TacitReasoning.of(last)).contains(deltas).isEqualTo(TacitReasoning.of(whole));
			assertThat(deltas).contains("64 * 15");
		}
		assertThat(text(whole)).contains("960 mg").doesNotContain("think");
	}

	@Test
	void portableOptionsWorkAndReplaceTheDefaults() {
		ChatResponse cut = model.call(new Prompt(DemoEngine.DOSE, ChatOptions.builder().maxTokens(3).build()));
		assertThat(cut.getMetadata().getUsage().getCompletionTokens()).isEqualTo(3);
		assertThat(finish(cut)).isEqualTo("length");
		ChatResponse stopped = model
			.call(new Prompt(DemoEngine.DOSE, ChatOptions.builder().stopSequences(List.of("960")).build()));
		assertThat(text(stopped)).doesNotContain("960");
		assertThat(finish(stopped)).isEqualTo("stop");
		assertThat(model.getOptions().getMaxTokens()).isEqualTo(400);
	}

	@Test
	void whatTheEngineLacksIsRefusedBeforeAStreamIsHandedOut() {
		for (ChatOptions options : List.of(ChatOptions.builder().frequencyPenalty(0.5).build(),
				ChatOptions.builder().presencePenalty(0.5).build(), ChatOptions.builder().model("other").build(),
				StructuredOutputChatOptions.builder().outputSchema("{").build(),
				StructuredOutputChatOptions.builder()
					.outputSchema("{\"type\": \"string\", \"pattern\": \"(a)\\\\1\"}")
					.build())) {
			assertThatIllegalArgumentException().isThrownBy(() -> model.stream(new Prompt("x", options)));
			assertThatIllegalArgumentException().isThrownBy(() -> model.call(new Prompt("x", options)));
		}
		ChatOptions neutral = ChatOptions.builder().frequencyPenalty(0.0).model(engine.info().name()).build();
		assertThat(text(model.call(new Prompt("Hello", neutral)))).isNotEmpty();
	}

	@Test
	void aCallIsReturnedOnTheLastChunkAndItsResultComesBack() {
		TacitChatOptions options = TacitChatOptions.builder().toolCallbacks(calculate()).build();
		List<ChatResponse> chunks = chunks(new Prompt(DemoEngine.DOSE, options));
		ChatResponse last = chunks.get(chunks.size() - 1);
		assertThat(chunks.subList(0, chunks.size() - 1)).noneMatch(ChatResponse::hasToolCalls);
		AssistantMessage asked = Objects.requireNonNull(last.getResult()).getOutput();
		assertThat(finish(last)).isEqualTo("tool_calls");
		assertThat(asked.getToolCalls()).singleElement().satisfies((call) -> {
			assertThat(call.id()).isNotEmpty();
			assertThat(call.name()).isEqualTo("calculate");
			assertThat(call.arguments()).isEqualTo("{\"expression\":\"64*15\"}");
		});
		AssistantMessage.ToolCall call = asked.getToolCalls().get(0);
		ToolResponseMessage result = ToolResponseMessage.builder()
			.responses(List.of(new ToolResponseMessage.ToolResponse(call.id(), call.name(), "960")))
			.build();
		ChatResponse answer = model.call(new Prompt(List.of(new UserMessage(DemoEngine.DOSE), asked, result), options));
		assertThat(text(answer)).contains("960");
	}

	@Test
	void anOutputSchemaIsEnforcedInCallAndStream() {
		Prompt prompt = new Prompt(List.of(new SystemMessage("Be precise."), new UserMessage(DemoEngine.DOSE)),
				StructuredOutputChatOptions.builder().outputSchema(SCHEMA).build());
		String answer = text(model.call(prompt));
		assertThat(answer).matches("\\{\\s*\"total\":\\s*-?\\d+\\s*}");
		assertThat(String.join("", chunks(prompt).stream().map(TacitChatModelTest::text).toList())).isEqualTo(answer);
	}

	@Test
	void aReasoningBudgetClosesTheThoughtAndAnAnswerFollows() {
		ChatResponse response = model
			.call(new Prompt(DemoEngine.DOSE, TacitChatOptions.builder().reasoningBudget(4).build()));
		TacitUsage usage = (TacitUsage) Objects.requireNonNull(response.getMetadata().getUsage().getNativeUsage());
		assertThat(usage.reasoningTokens()).isLessThan(16);
		assertThat(text(response)).isNotEmpty();
	}

	@Test
	void aSeedRepeatsAnAnswer() {
		TacitChatOptions noisy = TacitChatOptions.builder().temperature(2.0).topK(0).seed(5L).maxTokens(40).build();
		assertThat(text(model.call(new Prompt("Hello", noisy))))
			.isEqualTo(text(model.call(new Prompt("Hello", noisy))));
	}

	@Test
	void usageIsObservedAlsoWhenAStreamIsCancelled() throws InterruptedException {
		TestObservationRegistry observations = TestObservationRegistry.create();
		BlockingQueue<Generation> ended = new LinkedBlockingQueue<>();
		TacitChatModel observed = DemoEngine.model(engine, observations, ended::add);
		observed.stream(new Prompt(DemoEngine.DOSE)).take(2).blockLast(Duration.ofMinutes(2));
		Generation cancelled = ended.poll(1, TimeUnit.MINUTES);
		assertThat(cancelled).isNotNull();
		assertThat(cancelled.finishReason()).isEqualTo(FinishReason.CANCELLED);
		TestObservationRegistryAssert.assertThat(observations)
			.hasNumberOfObservationsEqualTo(1)
			.hasObservationWithNameEqualTo("gen_ai.client.operation")
			.that()
			.hasBeenStopped()
			.hasLowCardinalityKeyValue("gen_ai.system", "onnx")
			.hasLowCardinalityKeyValue("gen_ai.response.model", engine.info().name())
			.hasHighCardinalityKeyValueWithKey("gen_ai.usage.total_tokens");
	}

	@Test
	void streamsSideBySideEqualTheirSoloRunsWhoeverCancels() throws InterruptedException {
		List<String> questions = List.of(DemoEngine.DOSE, "Convert 2.5 g to mg.", "Hello", "What is 20% of 350?");
		Map<String, String> solo = new HashMap<>();
		questions.forEach((question) -> solo.put(question, text(model.call(new Prompt(question)))));
		COMPLETED.clear();
		Random random = new Random(20261124);
		List<Flux<String>> streams = new ArrayList<>();
		for (int i = 0; i < 16; i++) {
			String question = questions.get(i % questions.size());
			boolean cancels = i % 3 == 0;
			int after = random.nextInt(8) + 1;
			Flux<ChatResponse> stream = model.stream(new Prompt(question)).subscribeOn(Schedulers.boundedElastic());
			streams.add((cancels ? stream.take(after) : stream).map(TacitChatModelTest::text)
				.reduce("", String::concat)
				.map((text) -> cancels ? solo.get(question).startsWith(text) + ""
						: text.equals(solo.get(question)) + "")
				.flux());
		}
		List<String> equal = Objects
			.requireNonNull(Flux.merge(Flux.fromIterable(streams), 16).collectList().block(Duration.ofMinutes(4)));
		assertThat(equal).hasSize(16).containsOnly("true");
		for (int i = 0; i < 16; i++) {
			assertThat(COMPLETED.poll(1, TimeUnit.MINUTES)).as("usage of stream %d", i).isNotNull();
		}
	}

}
