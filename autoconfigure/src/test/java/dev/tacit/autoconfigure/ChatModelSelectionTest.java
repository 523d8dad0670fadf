/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import dev.tacit.chat.TacitChatModel;
import dev.tacit.inference.EngineHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.openai.autoconfigure.OpenAiChatAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static dev.tacit.autoconfigure.RemoteServerStub.finish;
import static dev.tacit.autoconfigure.RemoteServerStub.text;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several models on one class path: {@code spring.ai.model.chat} selects, as it does
 * among Spring AI's own.
 */
class ChatModelSelectionTest {

	@TempDir
	static Path cache;

	private final RemoteServerStub server = new RemoteServerStub();

	@BeforeEach
	void start() {
		this.server.answers(text("From elsewhere."), finish("stop"), "[DONE]");
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(OpenAiChatAutoConfiguration.class,
					ToolCallingAutoConfiguration.class, ChatClientAutoConfiguration.class,
					TacitEngineAutoConfiguration.class, TacitChatAutoConfiguration.class))
			.withPropertyValues("tacit.governance.enabled=false", "tacit.model.location=" + LivingApplication.MODEL,
					"tacit.model.cache-directory=" + cache, "tacit.engine.context-length=512",
					"tacit.chat.max-tokens=20", "spring.ai.openai.api-key=k", "spring.ai.openai.max-retries=0",
					"spring.ai.openai.base-url=" + this.server.baseUrl());
	}

	private static String said(ChatClient client) {
		List<String> parts = client.prompt().user("Hello").stream().content().collectList().block();
		return String.join("", Objects.requireNonNull(parts));
	}

	@Test
	void tacitSelectsTheModelOfThisProcess() {
		runner().withPropertyValues("spring.ai.model.chat=tacit").run((context) -> {
			assertThat(context).hasSingleBean(ChatModel.class).doesNotHaveBean(OpenAiChatModel.class);
			assertThat(context.getBean("tacitChatModel")).isInstanceOf(TacitChatModel.class);
			assertThat(said(context.getBean(ChatClient.Builder.class).build())).isNotEmpty()
				.isNotEqualTo("From elsewhere.");
			assertThat(this.server.requests()).isEmpty();
		});
	}

	@Test
	void anotherNameSelectsAnotherModelAndNoEngineIsOpened() {
		runner().withPropertyValues("spring.ai.model.chat=openai").run((context) -> {
			assertThat(context).hasSingleBean(ChatModel.class)
				.hasSingleBean(OpenAiChatModel.class)
				.doesNotHaveBean(EngineHost.class);
			assertThat(said(context.getBean(ChatClient.Builder.class).build())).isEqualTo("From elsewhere.");
		});
	}

	@Test
	void noneSelectsNone() {
		runner().withPropertyValues("spring.ai.model.chat=none")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ChatModel.class)
				.doesNotHaveBean(EngineHost.class));
	}

	@Test
	void unsetBothAnswerByTheirNames() {
		runner().run((context) -> {
			assertThat(context).getBeanNames(ChatModel.class)
				.containsExactlyInAnyOrder("tacitChatModel", "openAiChatModel");
			assertThat(said(ChatClient.create(context.getBean("openAiChatModel", ChatModel.class))))
				.isEqualTo("From elsewhere.");
			assertThat(said(ChatClient.create(context.getBean("tacitChatModel", ChatModel.class)))).isNotEmpty();
			assertThat(this.server.requests()).hasSize(1);
		});
	}

	static final class OneClient {

		private final ChatClient client;

		OneClient(ChatClient.Builder builder) {
			this.client = builder.build();
		}

		ChatClient client() {
			return this.client;
		}

	}

	@Test
	void whoWantsOneOfSeveralIsToldHowToChoose() {
		runner().withBean(OneClient.class).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new SeveralChatModelsFailureAnalyzer()
				.analyze(Objects.requireNonNull(context.getStartupFailure()));
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("tacitChatModel", "openAiChatModel");
			assertThat(analysis.getAction()).contains("spring.ai.model.chat=tacit");
		});
		assertThat(new SeveralChatModelsFailureAnalyzer()
			.analyze(new NoSuchBeanDefinitionException(ChatModel.class, "no model at all"))).isNull();
	}

}
