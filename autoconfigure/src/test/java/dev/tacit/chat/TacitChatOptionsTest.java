/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.test.options.AbstractChatOptionsTests;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;

/** Spring AI's own suite, and what it does not ask. */
class TacitChatOptionsTest extends AbstractChatOptionsTests<TacitChatOptions, TacitChatOptions.Builder> {

	@Override
	protected Class<TacitChatOptions> getConcreteOptionsClass() {
		return TacitChatOptions.class;
	}

	@Override
	protected TacitChatOptions.Builder readyToBuildBuilder() {
		return TacitChatOptions.builder().model("m").maxTokens(5);
	}

	@Test
	void everyValueSurvivesMutation() {
		TacitChatOptions options = TacitChatOptions.builder()
			.model("m")
			.temperature(0.5)
			.topK(3)
			.topP(0.9)
			.maxTokens(7)
			.stopSequences(List.of("x"))
			.toolContext(Map.of("k", "v"))
			.minP(0.1)
			.repetitionPenalty(1.1)
			.seed(9L)
			.reasoningBudget(11)
			.outputSchema("{}")
			.constrainTools(false)
			.build();
		assertThat(options.mutate().build()).isEqualTo(options).hasSameHashCodeAs(options);
		assertThat(TacitChatOptions.builder().build().mutate().combineWith(options.mutate()).build())
			.isEqualTo(options);
		assertThat(options.mutate().constrainTools(true).build()).isNotEqualTo(options);
		assertThat(options.mutate().outputSchema("[]").build()).isNotEqualTo(options);
	}

	@Test
	void listsOfOptionsThatAreCombinedAreJoined() {
		ToolCallback one = FunctionToolCallback.builder("one", () -> "1").build();
		ToolCallback two = FunctionToolCallback.builder("two", () -> "2").build();
		TacitChatOptions.Builder first = TacitChatOptions.builder();
		first.stopSequences(List.of("a")).toolCallbacks(List.of(one)).toolContext(Map.of("k", 1, "l", 1));
		TacitChatOptions.Builder second = TacitChatOptions.builder();
		second.stopSequences(List.of("b")).toolCallbacks(List.of(two)).toolContext(Map.of("l", 2));
		TacitChatOptions combined = first.combineWith(second).build();
		assertThat(combined.getStopSequences()).containsExactly("a", "b");
		assertThat(combined.getToolCallbacks()).containsExactly(one, two);
		assertThat(combined.getToolContext()).isEqualTo(Map.of("k", 1, "l", 2));
	}

	@Test
	void aSchemaOfOthersAndPortableOptionsAreTakenIn() {
		ChatOptions.Builder<?> schema = StructuredOutputChatOptions.builder().outputSchema("{}");
		ChatOptions.Builder<?> portable = ChatOptions.builder().temperature(0.3);
		TacitChatOptions combined = TacitChatOptions.builder()
			.seed(5L)
			.combineWith(schema)
			.combineWith(portable)
			.build();
		assertThat(combined.getOutputSchema()).isEqualTo("{}");
		assertThat(combined.getTemperature()).isEqualTo(0.3);
		assertThat(combined.getSeed()).isEqualTo(5L);
	}

}
