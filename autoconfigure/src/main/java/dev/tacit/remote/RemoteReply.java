/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import com.openai.models.completions.CompletionUsage;
import dev.tacit.chat.TacitReasoning;
import dev.tacit.chat.TacitUsage;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.util.StringUtils;

/**
 * One reply as it arrives, in the form in which the engine of this process gives its own:
 * text and trace in deltas, then one last chunk with finish reason, usage, tool calls and
 * the whole trace. A server sends the usage after the finish reason, and Spring AI's
 * client repeats the trace so far in every chunk.
 * <p>
 * Used by one subscription; not thread-safe.
 */
final class RemoteReply {

	private static final String REASONING_CONTENT = "reasoningContent";

	private final StringBuilder answer = new StringBuilder();

	private final StringBuilder reasoning = new StringBuilder();

	private final List<AssistantMessage.ToolCall> toolCalls = new ArrayList<>();

	private String id = "";

	private String model = "";

	private @Nullable String finishReason;

	private @Nullable Usage usage;

	/** Whether anything arrived. */
	boolean begun() {
		return !this.id.isEmpty();
	}

	List<ChatResponse> accept(ChatResponse chunk) {
		if (!begun()) {
			String given = chunk.getMetadata().getId();
			this.id = StringUtils.hasText(given) ? given : UUID.randomUUID().toString();
			this.model = chunk.getMetadata().getModel();
		}
		if (chunk.getMetadata().getUsage().getTotalTokens() > 0) {
			this.usage = chunk.getMetadata().getUsage();
		}
		List<ChatResponse> parts = new ArrayList<>();
		Generation generation = chunk.getResult();
		if (generation != null) {
			accept(generation, parts);
		}
		return parts;
	}

	private void accept(Generation generation, List<ChatResponse> parts) {
		AssistantMessage message = generation.getOutput();
		String delta = reasoningDelta(message);
		if (!delta.isEmpty()) {
			this.reasoning.append(delta);
			parts.add(response(
					AssistantMessage.builder().content("").properties(Map.of(TacitReasoning.DELTA_KEY, delta)).build(),
					ChatGenerationMetadata.NULL, null));
		}
		String text = message.getText();
		if (text != null && !text.isEmpty()) {
			this.answer.append(text);
			parts.add(response(new AssistantMessage(text), ChatGenerationMetadata.NULL, null));
		}
		this.toolCalls.addAll(message.getToolCalls());
		String reason = generation.getMetadata().getFinishReason();
		if (StringUtils.hasText(reason)) {
			this.finishReason = reason.toLowerCase(Locale.ROOT);
		}
	}

	private String reasoningDelta(AssistantMessage message) {
		if (!(message.getMetadata().get(REASONING_CONTENT) instanceof String trace)) {
			return "";
		}
		return trace.startsWith(this.reasoning.toString()) ? trace.substring(this.reasoning.length()) : trace;
	}

	/**
	 * The last chunk of a stream: no text, for all of it was streamed.
	 * @return the chunk
	 * @throws RemoteEngineException if the reply broke off
	 */
	ChatResponse last() {
		return complete("");
	}

	/**
	 * The whole reply.
	 * @return text, trace and tool calls
	 * @throws RemoteEngineException if the reply broke off
	 */
	ChatResponse whole() {
		return complete(this.answer.toString());
	}

	private ChatResponse complete(String text) {
		if (this.finishReason == null) {
			throw new RemoteEngineException(RemoteEngineException.Reason.INCOMPLETE);
		}
		AssistantMessage message = AssistantMessage.builder()
			.content(text)
			.properties(
					this.reasoning.isEmpty() ? Map.of() : Map.of(TacitReasoning.TRACE_KEY, this.reasoning.toString()))
			.toolCalls(this.toolCalls)
			.build();
		return response(message, ChatGenerationMetadata.builder().finishReason(this.finishReason).build(),
				(this.usage != null) ? tokens(this.usage) : null);
	}

	private static Usage tokens(Usage usage) {
		Long cached = usage.getCacheReadInputTokens();
		int reasoning = 0;
		if (usage.getNativeUsage() instanceof CompletionUsage told) {
			reasoning = told.completionTokensDetails()
				.flatMap(CompletionUsage.CompletionTokensDetails::reasoningTokens)
				.map(Math::toIntExact)
				.orElse(0);
		}
		TacitUsage nativeUsage = new TacitUsage(usage.getPromptTokens(), (cached != null) ? Math.toIntExact(cached) : 0,
				reasoning, usage.getCompletionTokens() - reasoning);
		return new DefaultUsage(usage.getPromptTokens(), usage.getCompletionTokens(), usage.getTotalTokens(),
				nativeUsage, cached, null);
	}

	private ChatResponse response(AssistantMessage message, ChatGenerationMetadata metadata, @Nullable Usage used) {
		ChatResponseMetadata.Builder about = ChatResponseMetadata.builder().id(this.id).model(this.model);
		if (used != null) {
			about.usage(used);
		}
		return new ChatResponse(List.of(new Generation(message, metadata)), about.build());
	}

}
