/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import dev.tacit.inference.decode.FinishReason;
import dev.tacit.inference.decode.SequenceTiming;
import dev.tacit.inference.decode.TokenListener;
import dev.tacit.inference.text.ReplyParser;
import dev.tacit.inference.text.ToolCall;
import org.jspecify.annotations.Nullable;

/**
 * Turns the tokens of one sequence into the events of one generation: reasoning, answer
 * and tool calls told apart, stop sequences found, the reasoning budget kept. Runs on the
 * decode thread and hands everything to the {@link Delivery}.
 */
final class GenerationTask implements TokenListener, ReplyParser.Sink {

	private final ReplyParser parser;

	private final StopSequences stops;

	private final Delivery delivery;

	private final TokenRecord tokens;

	private final @Nullable Integer reasoningBudget;

	private final int[] closingTokens;

	private final StringBuilder reasoning = new StringBuilder();

	private final StringBuilder answer = new StringBuilder();

	private final List<ToolCall> toolCalls = new ArrayList<>();

	private final ReplyConstraint constraint;

	private final int mostTokens;

	private int written;

	private boolean budgetSpent;

	/**
	 * Creates the task of one request.
	 * @param parser splits the reply
	 * @param stops ends the answer
	 * @param delivery receives the events
	 * @param tokens writes the tokens down
	 * @param reasoningBudget tokens of reasoning, {@code null} for no bound
	 * @param closingTokens tokens that close an open trace
	 * @param constraint keeps answer and calls to their grammars
	 * @param mostTokens tokens that can be written at most
	 */
	GenerationTask(ReplyParser parser, StopSequences stops, Delivery delivery, TokenRecord tokens,
			@Nullable Integer reasoningBudget, int[] closingTokens, ReplyConstraint constraint, int mostTokens) {
		this.parser = parser;
		this.stops = stops;
		this.delivery = delivery;
		this.tokens = tokens;
		this.reasoningBudget = reasoningBudget;
		this.closingTokens = closingTokens;
		this.constraint = constraint;
		this.mostTokens = mostTokens;
	}

	@Override
	public void onStart(long queueNanos) {
		this.delivery.add((listener) -> listener.onStart(this.tokens.promptTokens()));
	}

	@Override
	public @Nullable BitSet allowedTokens() {
		BitSet allowed = this.constraint.allowed(this.parser.inReasoning(), this.mostTokens - this.written);
		this.tokens.nextIsBound(allowed != null);
		return allowed;
	}

	@Override
	public void onToken(int token, Steering steering) {
		this.written++;
		this.tokens.add(token);
		this.constraint.accept(token, this.parser.inReasoning());
		this.parser.accept(token, this);
		if (this.stops.matched() || this.constraint.complete()) {
			steering.stop(FinishReason.STOP);
		}
		else if (!this.budgetSpent && this.parser.inReasoning() && reasoningIsOver()) {
			this.budgetSpent = true;
			this.tokens.force(this.closingTokens.length);
			steering.force(this.closingTokens);
		}
		else {
			int[] forced = this.constraint.forced(this.parser.inReasoning());
			if (forced.length > 0) {
				this.tokens.force(forced.length);
				steering.force(forced);
			}
		}
	}

	@Override
	public void onStopToken(int token) {
		this.tokens.add(token);
	}

	/** The budget is spent, or an answer that has to be whole needs the rest. */
	private boolean reasoningIsOver() {
		if (this.reasoningBudget != null && this.parser.reasoningTokens() >= this.reasoningBudget) {
			return true;
		}
		int reserve = this.constraint.reserve();
		return reserve > 0 && this.mostTokens - this.written <= 2 * reserve + this.closingTokens.length;
	}

	@Override
	public void onEnd(FinishReason reason, SequenceTiming timing) {
		this.parser.finish(this);
		emitAnswer(this.stops.finish());
		FinishReason effective = (reason == FinishReason.STOP && !this.toolCalls.isEmpty()) ? FinishReason.TOOL_CALLS
				: reason;
		TokenUsage usage = new TokenUsage(this.tokens.promptTokens(), timing.cachedTokens(),
				this.parser.reasoningTokens(), this.parser.answerTokens());
		Generation generation = new Generation(this.reasoning.toString(), this.answer.toString(), this.toolCalls,
				effective, usage, timing, this.tokens.seed());
		GenerationTokens written = this.tokens.toTokens();
		this.delivery.add((listener) -> listener.onTokens(written));
		this.delivery.add((listener) -> listener.onComplete(generation));
	}

	@Override
	public void onFailure(Throwable failure) {
		RuntimeException typed = EngineException.of(failure);
		this.delivery.add((listener) -> listener.onFailure(typed));
	}

	@Override
	public void reasoning(String delta) {
		this.reasoning.append(delta);
		this.delivery.add((listener) -> listener.onReasoning(delta));
	}

	@Override
	public void answer(String delta) {
		emitAnswer(this.stops.accept(delta));
	}

	private void emitAnswer(String text) {
		if (!text.isEmpty()) {
			this.answer.append(text);
			this.delivery.add((listener) -> listener.onAnswer(text));
		}
	}

	@Override
	public void toolCall(ToolCall call) {
		if (!this.stops.matched()) {
			this.toolCalls.add(call);
			this.delivery.add((listener) -> listener.onToolCall(call));
		}
	}

}
