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

import dev.tacit.inference.Engine;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;

import static org.assertj.core.api.Assertions.assertThat;

/** What applications do with a ChatClient, on the demo model. */
class ChatClientTest {

	@TempDir
	static Path cache;

	private static Engine engine;

	private static ChatClient client;

	@BeforeAll
	static void open() {
		engine = DemoEngine.open(cache);
		client = ChatClient.create(DemoEngine.model(engine, ObservationRegistry.NOOP, (generation) -> {
		}));
	}

	@AfterAll
	static void close() {
		engine.close();
	}

	static class Calculator {

		private final List<String> expressions = new ArrayList<>();

		@Tool(description = "Calculates the value of an expression.")
		String calculate(@ToolParam(description = "the expression") String expression) {
			this.expressions.add(expression);
			return "960";
		}

	}

	record Dose(int total, String unit) {
	}

	@Test
	void callAndStreamGiveTheSameContent() {
		String content = client.prompt().user(DemoEngine.DOSE).call().content();
		List<String> parts = Objects.requireNonNull(
				client.prompt().user(DemoEngine.DOSE).stream().content().collectList().block(Duration.ofMinutes(2)));
		assertThat(content).contains("960 mg").isEqualTo(String.join("", parts));
	}

	@Test
	void aToolIsCalledAndItsResultAnswered() {
		Calculator calculator = new Calculator();
		String content = client.prompt().user(DemoEngine.DOSE).tools(calculator).call().content();
		assertThat(calculator.expressions).containsExactly("64*15");
		assertThat(content).contains("960");
		Calculator streaming = new Calculator();
		List<String> parts = Objects.requireNonNull(client.prompt()
			.user(DemoEngine.DOSE)
			.tools(streaming)
			.stream()
			.content()
			.collectList()
			.block(Duration.ofMinutes(2)));
		assertThat(streaming.expressions).containsExactly("64*15");
		assertThat(String.join("", parts)).contains("960");
	}

	@Test
	void anEntityIsEnforcedByItsSchema() {
		Dose dose = client.prompt()
			.user(DemoEngine.DOSE)
			.call()
			.entity(Dose.class, (spec) -> spec.useProviderStructuredOutput());
		assertThat(dose).isNotNull();
		assertThat(dose.unit()).isNotNull();
	}

	@Test
	void memoryHoldsAnswersAndNoThoughts() {
		ChatMemory memory = MessageWindowChatMemory.builder().build();
		MessageChatMemoryAdvisor advisor = MessageChatMemoryAdvisor.builder(memory).build();
		for (String question : List.of(DemoEngine.DOSE, "Hello")) {
			client.prompt()
				.user(question)
				.advisors((spec) -> spec.advisors(advisor).param(ChatMemory.CONVERSATION_ID, "c1"))
				.call()
				.content();
		}
		assertThat(memory.get("c1")).hasSize(4)
			.extracting(Message::getText)
			.noneMatch((text) -> text.contains("think") || text.contains("64 * 15 ="))
			.anyMatch((text) -> text.contains("960 mg"));
	}

	@Test
	void anAdvisorSeesRequestAndResponse() {
		List<String> seen = new ArrayList<>();
		CallAdvisor advisor = new CallAdvisor() {

			@Override
			public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
				seen.add(request.prompt().getContents());
				ChatClientResponse response = chain.nextCall(request);
				seen.add(
						String.valueOf(TacitReasoning.of(Objects.requireNonNull(response.chatResponse())).isPresent()));
				return response;
			}

			@Override
			public String getName() {
				return "watcher";
			}

			@Override
			public int getOrder() {
				return 0;
			}

		};
		client.prompt().user(DemoEngine.DOSE).advisors(advisor).call().content();
		assertThat(seen).containsExactly(DemoEngine.DOSE, "true");
	}

}
