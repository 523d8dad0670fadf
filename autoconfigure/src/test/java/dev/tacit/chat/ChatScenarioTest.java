/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.tacit.inference.Engine;
import dev.tacit.inference.Generation;
import dev.tacit.inference.decode.FinishReason;
import dev.tacit.inference.json.Json;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.ai.converter.ListOutputConverter;
import org.springframework.ai.converter.MapOutputConverter;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What the suites of other models ask of theirs, asked of this one: see
 * docs/chat-scenarios.md.
 */
class ChatScenarioTest {

	private static final BlockingQueue<Generation> ENDED = new LinkedBlockingQueue<>();

	@TempDir
	static Path cache;

	private static Engine engine;

	private static TacitChatModel model;

	@BeforeAll
	static void open() {
		engine = DemoEngine.open(cache);
		model = DemoEngine.model(engine, ObservationRegistry.NOOP, ENDED::add);
	}

	@AfterAll
	static void close() {
		engine.close();
	}

	record Expression(String expression) {
	}

	record Dose(int total, String unit) {
	}

	private static ToolCallback calculate() {
		return FunctionToolCallback.builder("calculate", (Expression input) -> "960")
			.description("Calculates the value of an expression.")
			.inputType(Expression.class)
			.build();
	}

	private static TacitChatOptions.Builder offering(ToolCallback... tools) {
		TacitChatOptions.Builder options = TacitChatOptions.builder();
		options.toolCallbacks(List.of(tools));
		return options;
	}

	/** The reply is held to one text, whatever the model would rather say. */
	private static Prompt saying(Object json) {
		return new Prompt(DemoEngine.DOSE,
				TacitChatOptions.builder().outputSchema(Json.write(Map.of("const", json))).build());
	}

	private static List<ChatResponse> chunks(Prompt prompt) {
		return Objects.requireNonNull(model.stream(prompt).collectList().block(Duration.ofMinutes(2)));
	}

	private static AssistantMessage message(ChatResponse response) {
		return Objects.requireNonNull(response.getResult()).getOutput();
	}

	private static String text(ChatResponse response) {
		return Objects.requireNonNull(message(response).getText());
	}

	private static int promptTokens(Message... messages) {
		TacitChatOptions one = TacitChatOptions.builder().maxTokens(1).build();
		return model.call(new Prompt(List.of(messages), one)).getMetadata().getUsage().getPromptTokens();
	}

	@Test
	void everyChunkIsTheAssistants() {
		assertThat(chunks(new Prompt("Hello"))).isNotEmpty()
			.allSatisfy((chunk) -> assertThat(message(chunk).getMessageType()).isEqualTo(MessageType.ASSISTANT));
	}

	@Test
	void aSystemMessageIsReadBeforeTheQuestion() {
		UserMessage question = new UserMessage(DemoEngine.DOSE);
		assertThat(promptTokens(new SystemMessage("Be precise."), question)).isGreaterThan(promptTokens(question));
		assertThat(text(model.call(new Prompt(List.of(new SystemMessage("Be precise."), question))))).contains("960");
	}

	/** The template keeps the thought of the last turn, and of no earlier one. */
	@Test
	void anEarlierTurnIsReadAndItsThoughtIsNot() {
		UserMessage question = new UserMessage(DemoEngine.DOSE);
		UserMessage second = new UserMessage("Hello");
		UserMessage third = new UserMessage("Convert 2.5 g to mg.");
		AssistantMessage thoughtful = message(model.call(new Prompt(question)));
		assertThat(thoughtful.getMetadata()).containsKey(TacitReasoning.TRACE_KEY);
		AssistantMessage plain = new AssistantMessage(Objects.requireNonNull(thoughtful.getText()));
		AssistantMessage greeting = new AssistantMessage("Hello.");
		int alone = promptTokens(third);
		assertThat(promptTokens(question, thoughtful, second, greeting, third)).isGreaterThan(alone)
			.isEqualTo(promptTokens(question, plain, second, greeting, third));
		ChatResponse reply = model.call(new Prompt(List.of(question, thoughtful, second, greeting, third)));
		assertThat(text(reply)).isNotEmpty().doesNotContain("think");
		assertThat(reply.getMetadata().getUsage().getPromptTokens()).isGreaterThan(alone);
	}

	@Test
	void messagesOfEveryKindAreReadTogether() {
		AssistantMessage asked = AssistantMessage.builder()
			.content("")
			.toolCalls(
					List.of(new AssistantMessage.ToolCall("c1", "function", "calculate", "{\"expression\":\"64*15\"}")))
			.build();
		ToolResponseMessage result = ToolResponseMessage.builder()
			.responses(List.of(new ToolResponseMessage.ToolResponse("c1", "calculate", "960")))
			.build();
		ChatResponse answer = model
			.call(new Prompt(List.of(new SystemMessage("Be precise."), new UserMessage(DemoEngine.DOSE), asked, result),
					offering(calculate()).build()));
		assertThat(text(answer)).contains("960");
		assertThat(answer.hasToolCalls()).isFalse();
	}

	@Test
	void outputConvertersReadWhatIsSaid() {
		assertThat(new MapOutputConverter().convert(text(model.call(saying(Map.of("total", 960, "unit", "mg"))))))
			.containsEntry("unit", "mg");
		BeanOutputConverter<Dose> beans = new BeanOutputConverter<>(Dose.class);
		assertThat(beans.convert(text(model.call(saying(Map.of("total", 960, "unit", "mg"))))))
			.isEqualTo(new Dose(960, "mg"));
		String quoted = text(model.call(saying("mg, ml, g")));
		assertThat(new ListOutputConverter().convert(quoted.replace("\"", ""))).containsExactly("mg", "ml", "g");
	}

	@Test
	void aStreamOfRecordsIsReadByItsConverter() {
		BeanOutputConverter<Dose> beans = new BeanOutputConverter<>(Dose.class);
		Prompt prompt = new Prompt(DemoEngine.DOSE,
				TacitChatOptions.builder().outputSchema(beans.getJsonSchema()).build());
		List<ChatResponse> chunks = chunks(prompt);
		assertThat(beans.convert(String.join("", chunks.stream().map(ChatScenarioTest::text).toList())))
			.isEqualTo(beans.convert(text(model.call(prompt))))
			.isNotNull();
		assertThat(chunks).hasSizeGreaterThan(2);
	}

	@Test
	void aResponseSaysWhoAnsweredAndHowLongItTook() {
		for (ChatResponse response : List.of(model.call(new Prompt("Hello")),
				Objects.requireNonNull(model.stream(new Prompt("Hello")).blockLast(Duration.ofMinutes(2))))) {
			ChatResponseMetadata metadata = response.getMetadata();
			assertThat(metadata.getId()).isNotBlank();
			assertThat(metadata.getModel()).isEqualTo(engine.info().name());
			assertThat(metadata.<Object>get("seed")).isInstanceOf(Long.class);
			for (String duration : List.of("total-duration", "prompt-eval-duration", "time-to-first-token")) {
				assertThat(metadata.<Duration>get(duration)).as(duration).isPositive();
			}
			assertThat(metadata.getUsage().getTotalTokens())
				.isEqualTo(metadata.getUsage().getPromptTokens() + metadata.getUsage().getCompletionTokens());
			assertThat(metadata.getUsage().getNativeUsage()).isInstanceOf(TacitUsage.class);
		}
	}

	@Test
	void callsHaveIdsUsageAndTheirThoughtOnTheLastChunk() {
		List<ChatResponse> chunks = chunks(new Prompt(DemoEngine.DOSE, offering(calculate()).build()));
		ChatResponse last = chunks.get(chunks.size() - 1);
		assertThat(message(last).getToolCalls()).singleElement()
			.satisfies((call) -> assertThat(call.id()).isNotBlank());
		assertThat(last.getMetadata().getUsage().getCompletionTokens()).isPositive();
		String deltas = String.join("",
				chunks.stream().map((chunk) -> TacitReasoning.delta(chunk).orElse("")).toList());
		assertThat(TacitReasoning.of(last).orElse("")).isEqualTo(deltas);
	}

	@Test
	void anEmptyListOfToolsReplacesThoseOfTheDefaults() {
		TacitChatOptions.Builder defaults = DemoEngine.model(engine, ObservationRegistry.NOOP, (generation) -> {
		}).getOptions().mutate();
		defaults.toolCallbacks(List.of(calculate()));
		TacitChatModel armed = new TacitChatModel(engine, defaults.build(), ToolCallingManager.builder().build(),
				ObservationRegistry.NOOP, null, (generation) -> {
				});
		assertThat(armed.call(new Prompt(DemoEngine.DOSE)).hasToolCalls()).isTrue();
		assertThat(armed.call(new Prompt(DemoEngine.DOSE, offering().build())).hasToolCalls()).isFalse();
	}

	@Test
	void toolsWithManyArgumentsAndWithNoneAreOfferedTogether() {
		record Many(String text, int number, boolean flag, List<String> items) {
		}
		ToolCallback many = FunctionToolCallback.builder("many", (Many input) -> "ok").inputType(Many.class).build();
		ToolCallback none = FunctionToolCallback.builder("none", () -> "ok").build();
		ChatResponse response = model.call(new Prompt(DemoEngine.DOSE, offering(many, none, calculate()).build()));
		assertThat(message(response).getToolCalls()).extracting(AssistantMessage.ToolCall::name)
			.isSubsetOf("many", "none", "calculate");
		assertThat(response.getMetadata().getUsage().getPromptTokens())
			.isGreaterThan(promptTokens(new UserMessage(DemoEngine.DOSE)));
	}

	@Test
	void toolsAndASchemaTogetherYieldACallOrTheSchema() {
		String schema = new BeanOutputConverter<>(Dose.class).getJsonSchema();
		for (String question : List.of(DemoEngine.DOSE, "Hello")) {
			Prompt prompt = new Prompt(question, offering(calculate()).outputSchema(schema).build());
			ChatResponse whole = model.call(prompt);
			List<ChatResponse> chunks = chunks(prompt);
			assertThat(String.join("", chunks.stream().map(ChatScenarioTest::text).toList())).isEqualTo(text(whole));
			if (!whole.hasToolCalls()) {
				assertThat(new BeanOutputConverter<>(Dose.class).convert(text(whole))).isNotNull();
			}
		}
		TacitChatOptions answerNow = offering(calculate()).outputSchema(schema).constrainTools(false).build();
		assertThat(
				new BeanOutputConverter<>(Dose.class).convert(text(model.call(new Prompt(DemoEngine.DOSE, answerNow)))))
			.isNotNull();
	}

	@Test
	void withoutAThoughtThereIsAnAnswer() {
		ChatResponse response = model
			.call(new Prompt(DemoEngine.DOSE, TacitChatOptions.builder().reasoningBudget(0).build()));
		assertThat(text(response)).isNotEmpty();
		assertThat(TacitReasoning.of(response)).isEmpty();
	}

	@Test
	void anotherModelIsRefusedByName() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> model.stream(new Prompt("Hello", TacitChatOptions.builder().model("gpt-5").build())))
			.withMessageContaining("model")
			.withMessageContaining("one model");
	}

	@Test
	void anAggregatedStreamIsTheCall() {
		Prompt prompt = new Prompt(DemoEngine.DOSE, offering(calculate()).build());
		List<ChatResponse> aggregated = new ArrayList<>();
		new MessageAggregator().aggregate(model.stream(prompt), aggregated::add).blockLast(Duration.ofMinutes(2));
		ChatResponse whole = model.call(prompt);
		assertThat(aggregated).singleElement().satisfies((response) -> {
			assertThat(text(response)).isEqualTo(text(whole));
			assertThat(message(response).getToolCalls()).extracting(AssistantMessage.ToolCall::arguments)
				.isEqualTo(message(whole).getToolCalls().stream().map(AssistantMessage.ToolCall::arguments).toList());
			assertThat(response.getMetadata().getUsage().getTotalTokens())
				.isEqualTo(whole.getMetadata().getUsage().getTotalTokens());
		});
	}

	@Test
	void oneThreadThatIsNotTheCallersTellsAStream() {
		Set<String> threads = ConcurrentHashMap.newKeySet();
		model.stream(new Prompt(DemoEngine.DOSE))
			.doOnNext((chunk) -> threads.add(Thread.currentThread().getName()))
			.blockLast(Duration.ofMinutes(2));
		assertThat(threads).isNotEmpty()
			.doesNotContain(Thread.currentThread().getName())
			.allMatch((name) -> name.startsWith("tacit-delivery-"));
	}

	@Test
	void whatASubscriberThrowsComesBackAndFreesTheSlot() throws InterruptedException {
		ENDED.clear();
		assertThatIllegalStateException().isThrownBy(() -> model.stream(new Prompt(DemoEngine.DOSE)).map((chunk) -> {
			throw new IllegalStateException("the subscriber's own");
		}).blockLast(Duration.ofMinutes(2))).withMessage("the subscriber's own");
		Generation ended = Objects.requireNonNull(ENDED.poll(1, TimeUnit.MINUTES));
		assertThat(ended.finishReason()).isEqualTo(FinishReason.CANCELLED);
		assertThat(text(model.call(new Prompt("Hello")))).isNotEmpty();
	}

}
