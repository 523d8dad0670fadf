/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.tacit.privacy.Action;
import dev.tacit.privacy.Direction;
import dev.tacit.privacy.Entity;
import dev.tacit.privacy.Finding;
import dev.tacit.privacy.KnownValues;
import dev.tacit.privacy.PolicyBlockedException;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyPolicy;
import dev.tacit.privacy.PrivacyScope;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.execution.ToolExecutionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a tool is told and tells passes the policy, whoever calls it. */
class GovernedToolCallbackTest {

	private static final String MAIL = "anna.weber@example.org";

	private static final Map<String, Object> CONVERSATION = Map.of(GovernanceMetadata.CONVERSATION_ID, "c1");

	private final ConversationTokens tokens = new ConversationTokens(PrivacyFilter.withDefaults(PrivacyPolicy.builder()
		.entity(Entity.PERSON, Action.PSEUDONYMISE)
		.entity(Entity.IBAN, Action.BLOCK)
		.reidentify("CLINICIAN")
		.build()));

	private final Caller anna = new Caller("anna", "test", Set.of("ROLE_CLINICIAN"));

	private final List<String> told = new ArrayList<>();

	private GovernedToolCallback tool(UnaryOperator<String> work) {
		return new GovernedToolCallback(new Tool(work, this.told), this.tokens, () -> this.anna, new Unheard());
	}

	@Test
	void argumentsThatWereJsonStayJson() {
		tool((arguments) -> "done").call("{\"card\": 4111111111111111}");
		assertThat(this.told).containsExactly("{\"card\": \"************1111\"}");
	}

	@Test
	void aToolThatNoGovernedModelCallsIsGoverned() {
		ToolCallback tool = tool((arguments) -> "sent to " + MAIL);
		AssistantMessage.ToolCall call = new AssistantMessage.ToolCall("1", "find", "find",
				"{\"to\": \"" + MAIL + "\"}");
		ChatResponse asking = new ChatResponse(
				List.of(new Generation(AssistantMessage.builder().content("").toolCalls(List.of(call)).build(),
						ChatGenerationMetadata.builder().finishReason("tool_calls").build())));
		Prompt prompt = new Prompt(List.of(new UserMessage("Write to her.")),
				DefaultToolCallingChatOptions.builder().toolCallbacks(tool).build());
		List<ToolResponseMessage> results = ToolCallingManager.builder()
			.build()
			.executeToolCalls(prompt, asking)
			.conversationHistory()
			.stream()
			.filter(ToolResponseMessage.class::isInstance)
			.map(ToolResponseMessage.class::cast)
			.toList();
		assertThat(this.told).containsExactly("{\"to\": \"[EMAIL]\"}");
		assertThat(results).hasSize(1);
		assertThat(results.get(0).getResponses()).extracting(ToolResponseMessage.ToolResponse::responseData)
			.containsExactly("sent to [EMAIL]");
	}

	@Test
	void aBlockedValueReachesNoTool() {
		assertThatExceptionOfType(PolicyBlockedException.class)
			.isThrownBy(() -> tool((arguments) -> "done").call("{\"to\": \"DE89370400440532013000\"}"));
		assertThat(this.told).isEmpty();
		assertThatExceptionOfType(PolicyBlockedException.class)
			.isThrownBy(() -> tool((arguments) -> "DE89370400440532013000").call("{}"));
	}

	@Test
	void whatAFailingToolSaysIsFilteredAndItsCausesStayBehind() {
		ToolCallback failing = tool((arguments) -> {
			throw new IllegalStateException("Nobody is called " + MAIL, new IOException(MAIL));
		});
		assertThatExceptionOfType(ToolExecutionException.class).isThrownBy(() -> failing.call("{}"))
			.withMessage("Nobody is called [EMAIL]")
			.satisfies((ex) -> {
				for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
					assertThat(cause.toString()).doesNotContain(MAIL);
				}
			});
	}

	@Test
	void withoutAConversationAValueThatWouldGetATokenIsRedacted() {
		assertThat(tool((arguments) -> "Dr. Weber is in").call("{}")).isEqualTo("Dr. [PERSON] is in");
	}

	@Test
	void aTokenOfTheConversationIsRestoredForTheToolAndGivenForItsResult() {
		PrivacyScope scope = PrivacyScope.of(this.anna.authorities()).in(this.tokens.of(this.anna, "c1", "r1"));
		String token = this.tokens.filter().apply("Dr. Weber", Direction.PROMPT, scope).text().substring(4);
		String result = tool((arguments) -> "Dr. Weber is in").call("{\"name\": \"" + token + "\"}",
				new ToolContext(CONVERSATION));
		assertThat(this.told).containsExactly("{\"name\": \"Weber\"}");
		assertThat(result).isEqualTo("Dr. " + token + " is in");
	}

	@Test
	void whatTheModelsPolicyReleasedIsNotTakenFromTheToolAgain() {
		PrivacyScope scope = PrivacyScope.of(this.anna.authorities()).in(this.tokens.of(this.anna, "c1", "r1"));
		String restored = "{\"name\": \"Dr. Weber\"}";
		this.tokens.passed().add(restored, Direction.TOOL_ARGUMENTS, scope);
		String result = tool((arguments) -> "Dr. Weber is in").call(restored, new ToolContext(CONVERSATION));
		assertThat(this.told).containsExactly(restored);
		assertThat(result).matches("Dr\\. \\[\\[PERSON:[0-9a-f]{4}]] is in");
		assertThat(this.tokens.passed().contains(result, Direction.TOOL_RESULT, scope)).isTrue();
	}

	@Test
	void aTextPassesOnlyForTheTermsItWasFilteredOn() {
		PrivacyScope scope = PrivacyScope.of(this.anna.authorities());
		this.tokens.passed().add("text", Direction.TOOL_RESULT, scope);
		assertThat(this.tokens.passed().contains("text", Direction.TOOL_RESULT, scope)).isTrue();
		assertThat(this.tokens.passed().contains("text", Direction.TOOL_ARGUMENTS, scope)).isFalse();
		assertThat(this.tokens.passed().contains("other", Direction.TOOL_RESULT, scope)).isFalse();
		assertThat(this.tokens.passed().contains("text", Direction.TOOL_RESULT, PrivacyScope.of(Set.of()))).isFalse();
		assertThat(this.tokens.passed().contains("text", Direction.TOOL_RESULT, scope.forPurpose("research")))
			.isFalse();
		assertThat(this.tokens.passed()
			.contains("text", Direction.TOOL_RESULT,
					scope.knowing(KnownValues.builder().value(Entity.PERSON, "Text").build())))
			.isFalse();
	}

	/** A tool that does something with its arguments, and fails as Spring AI's do. */
	private record Tool(UnaryOperator<String> work, List<String> told) implements ToolCallback {

		@Override
		public ToolDefinition getToolDefinition() {
			return ToolDefinition.builder().name("find").description("finds").inputSchema("{}").build();
		}

		@Override
		public String call(String arguments) {
			this.told.add(arguments);
			try {
				return this.work.apply(arguments);
			}
			catch (IllegalStateException ex) {
				throw new ToolExecutionException(getToolDefinition(), ex);
			}
		}

		@Override
		public String call(String arguments, ToolContext context) {
			return call(arguments);
		}

	}

	/** Hears nothing. */
	private static final class Unheard implements FindingsListener {

		@Override
		public void found(List<Finding> findings) {
		}

	}

}
