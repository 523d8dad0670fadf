/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import dev.tacit.chat.TacitReasoning;
import dev.tacit.privacy.Direction;
import dev.tacit.privacy.FilterResult;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;

/**
 * Every text of a message through the policy. On the way to a model each goes in its own
 * direction, and of the metadata only the trace goes along; what is kept goes in one
 * direction, its metadata included.
 *
 * @param texts filters and counts
 * @param only the direction of everything, {@code null} on the way to a model
 * @param passed tells results of tools that have been filtered where they came from
 */
record MessagePolicy(TimedText texts, @Nullable Direction only, Predicate<String> passed) {

	/**
	 * Filters a message.
	 * @param message one of Spring AI's own
	 * @param direction where user and system text go
	 * @return the message that may go on
	 */
	Message message(Message message, Direction direction) {
		if (message instanceof UserMessage user) {
			return user(user, text(user.getText(), direction));
		}
		if (message instanceof SystemMessage system) {
			return system.mutate()
				.text(text(system.getText(), direction))
				.metadata(metadata(system.getMetadata()))
				.build();
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

	/** A user's message with this text. */
	UserMessage user(UserMessage message, String text) {
		return message.mutate().text(text).metadata(metadata(message.getMetadata())).build();
	}

	private AssistantMessage assistant(AssistantMessage message) {
		Map<String, Object> metadata = metadata(message.getMetadata());
		if (metadata.get(TacitReasoning.TRACE_KEY) instanceof String trace) {
			metadata.put(TacitReasoning.TRACE_KEY, text(trace, Direction.REASONING));
		}
		List<AssistantMessage.ToolCall> calls = new ArrayList<>();
		for (AssistantMessage.ToolCall call : message.getToolCalls()) {
			calls.add(toolCall(call));
		}
		String content = (message.getText() != null) ? message.getText() : "";
		return AssistantMessage.builder()
			.content(text(content, Direction.HISTORY))
			.properties(metadata)
			.toolCalls(calls)
			.media(message.getMedia())
			.build();
	}

	/** A call whose name, which a model may make up, and arguments may go on. */
	AssistantMessage.ToolCall toolCall(AssistantMessage.ToolCall call) {
		return new AssistantMessage.ToolCall(call.id(), call.type(), text(call.name(), Direction.TOOL_ARGUMENTS),
				JsonArguments.of(call.arguments(), filtered(call.arguments(), Direction.TOOL_ARGUMENTS)));
	}

	private ToolResponseMessage toolResponses(ToolResponseMessage message) {
		List<ToolResponseMessage.ToolResponse> responses = new ArrayList<>();
		for (ToolResponseMessage.ToolResponse response : message.getResponses()) {
			responses.add(new ToolResponseMessage.ToolResponse(response.id(),
					text(response.name(), Direction.TOOL_ARGUMENTS), result(response.responseData())));
		}
		return ToolResponseMessage.builder().responses(responses).metadata(metadata(message.getMetadata())).build();
	}

	private String result(String text) {
		return this.passed.test(text) ? text : text(text, Direction.TOOL_RESULT);
	}

	private Map<String, Object> metadata(Map<String, Object> metadata) {
		Map<String, Object> copy = new HashMap<>(metadata);
		if (this.only != null) {
			copy.replaceAll((key, value) -> (value instanceof String text) ? text(text, Direction.MEMORY) : value);
		}
		else {
			copy.keySet().retainAll(Set.of(TacitReasoning.TRACE_KEY));
		}
		return copy;
	}

	private String text(String text, Direction direction) {
		return filtered(text, direction).text();
	}

	/** One text, and what became of its values. */
	FilterResult filtered(String text, Direction direction) {
		return this.texts.filter(text, (this.only != null) ? this.only : direction);
	}

}
