/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.tacit.chat.TacitReasoning;
import dev.tacit.privacy.Direction;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * Applies the policy to one reply as it arrives: answer and reasoning each through a
 * window of their own, tool arguments whole. Keeps the filtered reply for the ledger.
 * <p>
 * Thread-safe: a cancellation reads it while a part is on its way.
 */
final class OutboundPolicy {

	private final MessagePolicy whole;

	private final boolean reasoningVisible;

	private final Consumer<String> released;

	private final FindingsListener listener;

	private final FindingSummary summary;

	private final Holdback holdback;

	private final TimedStream answerFilter;

	private final TimedStream reasoningFilter;

	private final StringBuilder answer = new StringBuilder();

	private final StringBuilder reasoning = new StringBuilder();

	private final List<AssistantMessage.ToolCall> toolCalls = new ArrayList<>();

	private boolean reasoningStreamed;

	private boolean flushed;

	/**
	 * Starts with nothing received.
	 * @param policy filters what does not come in parts
	 * @param reasoningVisible whether the caller sees the trace
	 * @param released hears the arguments of tools that went out
	 */
	OutboundPolicy(MessagePolicy policy, boolean reasoningVisible, Consumer<String> released) {
		// What is found in the reply counts for itself too: it says whether it was
		// changed.
		TimedText texts = policy.texts().part();
		this.whole = new MessagePolicy(texts, policy.only(), policy.passed());
		this.reasoningVisible = reasoningVisible;
		this.released = released;
		this.listener = texts.listener();
		this.summary = texts.summary();
		this.holdback = new Holdback(this.listener);
		this.answerFilter = new TimedStream(texts.filter(), Direction.ANSWER, texts.scope());
		this.reasoningFilter = new TimedStream(texts.filter(), Direction.REASONING, texts.scope());
	}

	/** Whether the policy changed anything of the reply. */
	boolean changed() {
		return this.summary.changed();
	}

	synchronized String answer() {
		return this.answer.toString();
	}

	synchronized String reasoning() {
		return this.reasoning.toString();
	}

	synchronized List<AssistantMessage.ToolCall> toolCalls() {
		return List.copyOf(this.toolCalls);
	}

	/** A chunk that is not the last: what may be emitted of it, perhaps nothing. */
	synchronized List<ChatResponse> chunk(ChatResponse chunk) {
		List<ChatResponse> emitted = new ArrayList<>();
		Generation generation = chunk.getResult();
		if (generation == null) {
			return emitted;
		}
		TacitReasoning.delta(chunk).ifPresent((delta) -> {
			this.reasoningStreamed = true;
			emitReasoning(chunk, this.reasoningFilter.accept(delta), emitted);
		});
		String text = generation.getOutput().getText();
		if (text != null && !text.isEmpty()) {
			this.holdback.arrived();
			emitAnswer(chunk, this.answerFilter.accept(text), emitted);
		}
		return emitted;
	}

	/**
	 * The last chunk, or a whole response: the held-back rest, then the filtered chunk.
	 */
	synchronized List<ChatResponse> last(ChatResponse chunk, boolean streaming) {
		List<ChatResponse> emitted = new ArrayList<>();
		Generation generation = chunk.getResult();
		if (generation == null) {
			emitted.add(chunk);
			return emitted;
		}
		AssistantMessage message = generation.getOutput();
		if (!this.reasoningStreamed) {
			TacitReasoning.of(chunk).ifPresent((trace) -> this.reasoning.append(this.reasoningFilter.accept(trace)));
		}
		String text = (message.getText() != null) ? message.getText() : "";
		if (streaming && !text.isEmpty()) {
			this.holdback.arrived();
		}
		String ready = this.answerFilter.accept(text);
		List<ChatResponse> rest = new ArrayList<>();
		emitReasoning(chunk, this.reasoningFilter.finish(), rest);
		emitAnswer(chunk, ready + this.answerFilter.finish(), rest);
		noteStreamFindings();
		if (streaming) {
			emitted.addAll(rest);
		}
		for (AssistantMessage.ToolCall call : message.getToolCalls()) {
			AssistantMessage.ToolCall filtered = this.whole.toolCall(call);
			this.toolCalls.add(filtered);
			this.released.accept(filtered.arguments());
		}
		AssistantMessage reply = AssistantMessage.builder()
			.content(streaming ? "" : this.answer.toString())
			.properties(metadata())
			.toolCalls(this.toolCalls)
			.build();
		emitted.add(with(chunk, reply,
				ChatGenerationMetadata.builder().finishReason(generation.getMetadata().getFinishReason()).build()));
		return emitted;
	}

	/**
	 * What else a model puts beside its answer, its trace perhaps, no policy has read.
	 */
	private Map<String, Object> metadata() {
		return (this.reasoningVisible && !this.reasoning.isEmpty())
				? Map.of(TacitReasoning.TRACE_KEY, this.reasoning.toString()) : Map.of();
	}

	/** The reply ended early: what was held back is dropped, never emitted. */
	synchronized void abandon() {
		noteStreamFindings();
	}

	private void noteStreamFindings() {
		if (!this.flushed) {
			this.flushed = true;
			this.answerFilter.report(this.summary, this.listener);
			this.reasoningFilter.report(this.summary, this.listener);
		}
	}

	private void emitReasoning(ChatResponse source, String text, List<ChatResponse> emitted) {
		if (!text.isEmpty()) {
			this.reasoning.append(text);
			if (this.reasoningVisible) {
				emitted.add(with(source,
						AssistantMessage.builder()
							.content("")
							.properties(Map.of(TacitReasoning.DELTA_KEY, text))
							.build(),
						ChatGenerationMetadata.NULL));
			}
		}
	}

	private void emitAnswer(ChatResponse source, String text, List<ChatResponse> emitted) {
		if (!text.isEmpty()) {
			this.answer.append(text);
			this.holdback.released();
			emitted.add(with(source, new AssistantMessage(text), ChatGenerationMetadata.NULL));
		}
	}

	private static ChatResponse with(ChatResponse source, AssistantMessage message, ChatGenerationMetadata metadata) {
		return new ChatResponse(List.of(new Generation(message, metadata)), source.getMetadata());
	}

}
