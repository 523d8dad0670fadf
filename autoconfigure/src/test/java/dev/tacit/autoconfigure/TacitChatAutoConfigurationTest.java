/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import dev.tacit.chat.TacitChatModel;
import dev.tacit.chat.TacitChatOptions;
import dev.tacit.inference.Engine;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** The chat model as an application gets it. */
class TacitChatAutoConfigurationTest {

	@TempDir
	static Path cache;

	private static ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ToolCallingAutoConfiguration.class, ChatClientAutoConfiguration.class,
							TacitEngineAutoConfiguration.class, TacitChatAutoConfiguration.class))
			.withPropertyValues("tacit.model.location=" + LivingApplication.MODEL,
					"tacit.model.cache-directory=" + cache, "tacit.engine.context-length=1024",
					"tacit.governance.enabled=false");
	}

	@Test
	void propertiesAreTheOptionsOfTheModel() {
		runner()
			.withPropertyValues("tacit.chat.temperature=0.3", "tacit.chat.top-k=7", "tacit.chat.top-p=0.8",
					"tacit.chat.min-p=0.1", "tacit.chat.repetition-penalty=1.2", "tacit.chat.max-tokens=33",
					"tacit.chat.seed=5", "tacit.chat.stop-sequences=a,b", "tacit.chat.reasoning.budget=9")
			.run((context) -> {
				TacitChatOptions options = context.getBean(TacitChatModel.class).getOptions();
				assertThat(options.getModel()).isEqualTo("demo");
				assertThat(options.getTemperature()).isEqualTo(0.3);
				assertThat(options.getTopK()).isEqualTo(7);
				assertThat(options.getTopP()).isEqualTo(0.8);
				assertThat(options.getMinP()).isEqualTo(0.1);
				assertThat(options.getRepetitionPenalty()).isEqualTo(1.2);
				assertThat(options.getMaxTokens()).isEqualTo(33);
				assertThat(options.getSeed()).isEqualTo(5);
				assertThat(options.getStopSequences()).containsExactly("a", "b");
				assertThat(options.getReasoningBudget()).isEqualTo(9);
			});
	}

	record Expression(String expression) {
	}

	@Test
	void aToolThatIsABeanIsCalledThroughTheClient() {
		ToolCallback calculate = FunctionToolCallback.builder("calculate", (Expression input) -> "960")
			.description("Calculates the value of an expression.")
			.inputType(Expression.class)
			.build();
		runner().withBean("calculate", ToolCallback.class, () -> calculate)
			.withPropertyValues("tacit.chat.temperature=0")
			.run((context) -> {
				ChatClient client = context.getBean(ChatClient.Builder.class)
					.defaultTools(context.getBean(ToolCallback.class))
					.build();
				String question = "A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?";
				assertThat(client.prompt().user(question).call().content()).contains("960");
				List<String> parts = client.prompt().user(question).stream().content().collectList().block();
				assertThat(String.join("", Objects.requireNonNull(parts))).contains("960");
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnModel {

		@Bean
		ChatModel tacitChatModel(Engine engine) {
			return new TacitChatModel(engine, TacitChatOptions.builder().maxTokens(3).build(),
					ToolCallingManager.builder().build(), ObservationRegistry.NOOP, null, (generation) -> {
					});
		}

	}

	@Test
	void aModelOfTheApplicationsOwnTakesItsPlace() {
		runner().withUserConfiguration(OwnModel.class)
			.run((context) -> assertThat(context.getBean(ChatModel.class).getOptions().getMaxTokens()).isEqualTo(3));
	}

}
