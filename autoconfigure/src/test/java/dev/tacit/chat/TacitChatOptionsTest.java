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
