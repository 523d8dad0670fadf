/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.tacit.chat.TacitReasoning;
import dev.tacit.privacy.Direction;
import dev.tacit.privacy.FilterResult;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyScope;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * Applies the policy to every part of one prompt: system and user text, history, tool
 * results, and the arguments of past tool calls. {@code Prompt.getContents()} would miss
 * the last two.
 */
final class InboundPolicy {

	private final TimedText texts;

	private @Nullable FilterResult lastQuestion;

	InboundPolicy(PrivacyFilter filter, PrivacyScope scope, FindingsListener listener, FindingSummary summary) {
		this.texts = new TimedText(filter, scope, listener, summary);
	}

	/** The user's last message, as it goes on; {@code null} if there is none. */
	@Nullable FilterResult lastQuestion() {
		return this.lastQuestion;
	}

	Prompt apply(Prompt prompt) {
		List<Message> messages = prompt.getInstructions();
		int lastUser = lastUserMessage(messages);
		List<Message> filtered = new ArrayList<>();
		for (int i = 0; i < messages.size(); i++) {
			Direction direction = (i >= lastUser || messages.get(i) instanceof SystemMessage) ? Direction.PROMPT
					: Direction.HISTORY;
			filtered.add(message(messages.get(i), direction));
		}
		return new Prompt(filtered, prompt.getOptions());
	}

	private static int lastUserMessage(List<Message> messages) {
		for (int i = messages.size() - 1; i >= 0; i--) {
			if (messages.get(i) instanceof UserMessage) {
				return i;
			}
		}
		return 0;
	}

	private Message message(Message message, Direction direction) {
		if (message instanceof UserMessage user) {
			this.lastQuestion = filtered(user.getText(), direction);
			return user.mutate().text(this.lastQuestion.text()).build();
		}
		if (message instanceof SystemMessage system) {
			return system.mutate().text(text(system.getText(), direction)).build();
		}
		if (message instanceof AssistantMessage assistant) {
			return assistant(assistant);
		}
		if (message instanceof ToolResponseMessage responses) {
			return toolResponses(responses);
		}
		throw new IllegalArgumentException("A message of the type " + message.getClass().getName()
				+ " cannot be governed; use Spring AI's own types");
	}

	private AssistantMessage assistant(AssistantMessage message) {
		Map<String, Object> metadata = new HashMap<>(message.getMetadata());
		if (metadata.get(TacitReasoning.TRACE_KEY) instanceof String trace) {
			metadata.put(TacitReasoning.TRACE_KEY, text(trace, Direction.REASONING));
		}
		List<AssistantMessage.ToolCall> calls = new ArrayList<>();
		for (AssistantMessage.ToolCall call : message.getToolCalls()) {
			calls.add(new AssistantMessage.ToolCall(call.id(), call.type(), call.name(),
					text(call.arguments(), Direction.TOOL_ARGUMENTS)));
		}
		String content = (message.getText() != null) ? message.getText() : "";
		return AssistantMessage.builder()
			.content(text(content, Direction.HISTORY))
			.properties(metadata)
			.toolCalls(calls)
			.media(message.getMedia())
			.build();
	}

	private ToolResponseMessage toolResponses(ToolResponseMessage message) {
		List<ToolResponseMessage.ToolResponse> responses = new ArrayList<>();
		for (ToolResponseMessage.ToolResponse response : message.getResponses()) {
			responses.add(new ToolResponseMessage.ToolResponse(response.id(), response.name(),
					text(response.responseData(), Direction.TOOL_RESULT)));
		}
		return ToolResponseMessage.builder().responses(responses).metadata(message.getMetadata()).build();
	}

	private String text(String text, Direction direction) {
		return filtered(text, direction).text();
	}

	private FilterResult filtered(String text, Direction direction) {
		return this.texts.filter(text, direction);
	}

}
