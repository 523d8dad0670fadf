/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.chat.observation.autoconfigure.ChatObservationAutoConfiguration;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** With every setting on that would put text into spans and logs. */
@NullUnmarked
@ExtendWith(OutputCaptureExtension.class)
class ObservedContentTest {

	private static final String CANARY = "zqhvqkdjwplm";

	private static final String MAIL = CANARY + "@example.org";

	@TempDir
	Path folder;

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class,
					ChatObservationAutoConfiguration.class, ToolCallingAutoConfiguration.class,
					ChatClientAutoConfiguration.class, TacitAuditAutoConfiguration.class,
					TacitPrivacyAutoConfiguration.class, TacitGovernanceAutoConfiguration.class))
			.withUserConfiguration(Application.class)
			.withPropertyValues(
					LeakySettings.OBSERVED.stream().map((setting) -> setting + "=true").toArray(String[]::new))
			.withPropertyValues("tacit.audit.datasource.url=jdbc:h2:file:" + this.folder.resolve("ledger"),
					"tacit.audit.key-file=" + this.folder.resolve("keys"));
	}

	@Test
	void neitherSpansNorLogsHoldText(CapturedOutput output) {
		runner().run((context) -> {
			use(context);
			Spans spans = context.getBean(Spans.class);
			assertThat(spans.stopped).anyMatch((span) -> span.contains("spring.ai.tool"))
				.anyMatch((span) -> span.contains("spring.ai.chat.client"))
				.anyMatch((span) -> span.contains("gen_ai.client.operation"))
				.noneMatch((span) -> span.contains(CANARY));
		});
		assertThat(output).contains("spring.ai.tools.observations.include-content asks for text")
			.doesNotContain(CANARY);
	}

	@Test
	void anApplicationThatWantsThemGetsThem(CapturedOutput output) {
		runner().withPropertyValues("tacit.governance.govern-observations=false").run((context) -> {
			use(context);
			assertThat(context.getBean(Spans.class).stopped)
				.anyMatch((span) -> span.contains("spring.ai.tool.call.arguments") && span.contains(CANARY))
				.anyMatch((span) -> span.contains("spring.ai.tool.call.result") && span.contains(CANARY))
				.anyMatch((span) -> span.contains("spring.ai.chat.client.conversation.id") && span.contains(CANARY));
		});
		assertThat(output).contains(MAIL, "spring.ai.tools.observations.include-content puts text");
	}

	private static void use(ApplicationContext context) {
		context.getBean(ChatClient.Builder.class)
			.build()
			.prompt("I am " + MAIL)
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, MAIL))
			.call()
			.content();
		AssistantMessage.ToolCall call = new AssistantMessage.ToolCall("1", "find", "find",
				"{\"text\": \"" + MAIL + "\"}");
		ToolCallback tool = FunctionToolCallback.builder("find", (Question question) -> "found " + question.text())
			.inputType(Question.class)
			.build();
		context.getBean(ToolCallingManager.class)
			.executeToolCalls(
					new Prompt(List.of(new UserMessage("Find her.")),
							DefaultToolCallingChatOptions.builder().toolCallbacks(tool).build()),
					new ChatResponse(List
						.of(new Generation(AssistantMessage.builder().content("").toolCalls(List.of(call)).build()))));
	}

	/**
	 * What the tool is asked.
	 *
	 * @param text whom to find
	 */
	record Question(String text) {
	}

	/** A chat model that observes itself, as those of Spring AI do. */
	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		ChatModel model(ObservationRegistry registry) {
			return (prompt) -> {
				ChatModelObservationContext observed = ChatModelObservationContext.builder()
					.prompt(prompt)
					.provider("test")
					.build();
				return ChatModelObservationDocumentation.CHAT_MODEL_OPERATION
					.observation(null, new DefaultChatModelObservationConvention(), () -> observed, registry)
					.observe(() -> {
						ChatResponse reply = new ChatResponse(List.of(new Generation(new AssistantMessage("To " + MAIL),
								ChatGenerationMetadata.builder().finishReason("stop").build())));
						observed.setResponse(reply);
						return reply;
					});
			};
		}

		@Bean
		Spans spans() {
			return new Spans();
		}

	}

	/** What a tracer would be told. */
	static final class Spans implements ObservationHandler<Observation.Context> {

		private final List<String> stopped = new ArrayList<>();

		@Override
		public void onStop(Observation.Context context) {
			this.stopped.add(context.getName() + " " + context.getContextualName() + context.getAllKeyValues());
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
