/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.tacit.inference.Generation;
import dev.tacit.inference.TokenUsage;
import dev.tacit.inference.text.ToolCall;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;

/**
 * Builds the chunks of one response. Every chunk carries the same id and model; only the
 * last one carries a finish reason, usage, tool calls and the whole trace.
 */
final class ChatResponses {

	private final String id;

	private final String model;

	ChatResponses(String id, String model) {
		this.id = id;
		this.model = model;
	}

	ChatResponse answerChunk(String delta) {
		return chunk(new AssistantMessage(delta));
	}

	ChatResponse reasoningChunk(String delta) {
		return chunk(
				AssistantMessage.builder().content("").properties(Map.of(TacitReasoning.DELTA_KEY, delta)).build());
	}

	private ChatResponse chunk(AssistantMessage message) {
		ChatResponseMetadata metadata = ChatResponseMetadata.builder().id(this.id).model(this.model).build();
		return new ChatResponse(
				List.of(new org.springframework.ai.chat.model.Generation(message, ChatGenerationMetadata.NULL)),
				metadata);
	}

	/** The last chunk of a stream: no text, for all of it was streamed. */
	ChatResponse lastChunk(Generation generation) {
		return complete(generation, "");
	}

	/** The whole response of a call. */
	ChatResponse whole(Generation generation) {
		return complete(generation, generation.answer());
	}

	private ChatResponse complete(Generation generation, String text) {
		AssistantMessage message = AssistantMessage.builder()
			.content(text)
			.properties(generation.reasoning().isEmpty() ? Map.of()
					: Map.of(TacitReasoning.TRACE_KEY, generation.reasoning()))
			.toolCalls(toolCalls(generation.toolCalls()))
			.build();
		ChatGenerationMetadata generationMetadata = ChatGenerationMetadata.builder()
			.finishReason(generation.finishReason().name().toLowerCase(Locale.ROOT))
			.build();
		ChatResponseMetadata metadata = ChatResponseMetadata.builder()
			.id(this.id)
			.model(this.model)
			.usage(usage(generation.usage()))
			.keyValue("seed", generation.seed())
			.keyValue("total-duration", Duration.ofNanos(generation.timing().totalNanos()))
			.keyValue("prompt-eval-duration", Duration.ofNanos(generation.timing().prefillNanos()))
			.keyValue("time-to-first-token", Duration.ofNanos(generation.timing().firstTokenNanos()))
			.build();
		return new ChatResponse(List.of(new org.springframework.ai.chat.model.Generation(message, generationMetadata)),
				metadata);
	}

	private static List<AssistantMessage.ToolCall> toolCalls(List<ToolCall> calls) {
		List<AssistantMessage.ToolCall> converted = new ArrayList<>();
		for (ToolCall call : calls) {
			converted.add(new AssistantMessage.ToolCall(call.id(), "function", call.name(), call.argumentsJson()));
		}
		return converted;
	}

	static Usage usage(TokenUsage usage) {
		TacitUsage nativeUsage = new TacitUsage(usage.prompt(), usage.cached(), usage.reasoning(), usage.answer());
		return new DefaultUsage(usage.prompt(), usage.completion(), usage.prompt() + usage.completion(), nativeUsage,
				(long) usage.cached(), null);
	}

}
