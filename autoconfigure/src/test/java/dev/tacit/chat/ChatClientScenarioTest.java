/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import dev.tacit.inference.Engine;
import dev.tacit.inference.Generation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.SafeGuardAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the suites of Spring AI's client ask of a model: see docs/chat-scenarios.md.
 */
class ChatClientScenarioTest {

	private static final BlockingQueue<Generation> ENDED = new LinkedBlockingQueue<>();

	@TempDir
	static Path cache;

	private static Engine engine;

	private static TacitChatModel model;

	private static ChatClient client;

	@BeforeAll
	static void open() {
		engine = DemoEngine.open(cache);
		model = DemoEngine.model(engine, ObservationRegistry.NOOP, ENDED::add);
		client = ChatClient.create(model);
	}

	@AfterAll
	static void close() {
		engine.close();
	}

	@BeforeEach
	void forget() {
		ENDED.clear();
	}

	record Dose(int total, String unit) {
	}

	static class Bench {

		private final List<String> called = new ArrayList<>();

		@Tool(description = "Calculates the value of an expression.")
		String calculate(@ToolParam(description = "the expression") String expression) {
			this.called.add("calculate");
			return "960";
		}

		@Tool(description = "Looks up a drug in the formulary.")
		String lookUp(@ToolParam(description = "the name of the drug") String drug) {
			this.called.add("lookUp");
			return "unknown";
		}

	}

	@Test
	void theFluentFormsSayTheSame() {
		ChatClient prepared = ChatClient.builder(model)
			.defaultSystem("Be precise.")
			.defaultOptions(TacitChatOptions.builder().maxTokens(400))
			.build();
		String template = "A patient weighs {weight} kg. The order is 15 mg/kg. What is the total dose?";
		String content = prepared.prompt()
			.user((user) -> user.text(template).param("weight", "64"))
			.options(TacitChatOptions.builder().seed(1L))
			.call()
			.content();
		assertThat(content).contains("960").isEqualTo(prepared.prompt(DemoEngine.DOSE).call().content());
		String withSystem = client.prompt().system("Be precise.").user(DemoEngine.DOSE).call().content();
		assertThat(withSystem).isEqualTo(content);
	}

	@Test
	void aListOfRecordsIsAnEntity() {
		List<Dose> doses = client.prompt()
			.user(DemoEngine.DOSE)
			.call()
			.entity(new ParameterizedTypeReference<List<Dose>>() {
			}, (spec) -> spec.useProviderStructuredOutput());
		assertThat(doses).isNotNull().allSatisfy((dose) -> assertThat(dose.unit()).isNotNull());
	}

	record Visit(LocalDate on, Instant at, UUID id) {
	}

	@Test
	void datesTimesAndIdentifiersOfAnEntityCanBeRead() {
		Visit visit = client.prompt()
			.user(DemoEngine.DOSE)
			.call()
			.entity(Visit.class, (spec) -> spec.useProviderStructuredOutput());
		assertThat(visit).isNotNull().hasNoNullFieldsOrProperties();
	}

	@Test
	void anEntityComesWithItsResponse() {
		var both = client.prompt()
			.user(DemoEngine.DOSE)
			.call()
			.responseEntity(Dose.class, (spec) -> spec.useProviderStructuredOutput());
		assertThat(both.entity()).isNotNull();
		assertThat(Objects.requireNonNull(both.response()).getMetadata().getUsage().getTotalTokens()).isPositive();
	}

	@Test
	void anEnforcedEntityIsValidAtTheFirstTry() {
		Dose dose = client.prompt()
			.user(DemoEngine.DOSE)
			.call()
			.entity(Dose.class, (spec) -> spec.useProviderStructuredOutput().validateSchema());
		assertThat(dose).isNotNull();
		assertThat(ENDED).hasSize(1);
	}

	@Test
	void ofSeveralToolsTheRightOneIsCalledInCallAndStream() {
		Bench called = new Bench();
		assertThat(client.prompt().user(DemoEngine.DOSE).tools(called).call().content()).contains("960");
		assertThat(called.called).isNotEmpty().containsOnly("calculate");
		Bench streamed = new Bench();
		List<String> parts = client.prompt()
			.user(DemoEngine.DOSE)
			.tools(streamed)
			.stream()
			.content()
			.collectList()
			.block(Duration.ofMinutes(2));
		assertThat(String.join("", Objects.requireNonNull(parts))).contains("960");
		assertThat(streamed.called).isEqualTo(called.called);
	}

	@Test
	void theUsageOfAToolLoopIsThatOfAllItsTurns() {
		ChatResponse response = client.prompt().user(DemoEngine.DOSE).tools(new Bench()).call().chatResponse();
		int total = ENDED.stream().mapToInt((turn) -> turn.usage().prompt() + turn.usage().completion()).sum();
		assertThat(ENDED).hasSizeGreaterThan(1);
		assertThat(Objects.requireNonNull(response).getMetadata().getUsage().getTotalTokens()).isEqualTo(total);
	}

	@Test
	void memoryAndToolsGoTogether() {
		ChatMemory memory = MessageWindowChatMemory.builder().build();
		MessageChatMemoryAdvisor advisor = MessageChatMemoryAdvisor.builder(memory).build();
		for (String question : List.of(DemoEngine.DOSE, "Hello")) {
			client.prompt()
				.user(question)
				.tools(new Bench())
				.advisors((spec) -> spec.advisors(advisor).param(ChatMemory.CONVERSATION_ID, "c1"))
				.call()
				.content();
		}
		assertThat(memory.get("c1")).extracting(Message::getText)
			.contains(DemoEngine.DOSE, "Hello")
			.noneMatch((text) -> text.contains("think") || text.contains("tool_call"))
			.anyMatch((text) -> text.contains("960"));
	}

	@Test
	void anAdvisorThatRefusesKeepsThePromptFromTheModel() {
		SafeGuardAdvisor guard = SafeGuardAdvisor.builder()
			.sensitiveWords(List.of("patient"))
			.failureResponse("Not here.")
			.build();
		assertThat(client.prompt().user(DemoEngine.DOSE).advisors(guard).call().content()).isEqualTo("Not here.");
		assertThat(ENDED).isEmpty();
		assertThat(client.prompt().user("Hello").advisors(guard).call().content()).isNotEqualTo("Not here.");
		assertThat(ENDED).hasSize(1);
	}

}
