/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.tacit.inference.decode.Caller;
import dev.tacit.inference.sample.SamplingOptions;
import dev.tacit.inference.text.ChatMessage;
import dev.tacit.inference.text.ToolDefinition;
import org.jspecify.annotations.Nullable;

/**
 * One request to the model. Immutable; {@link #toString()} shows sizes, never text.
 *
 * @param messages the conversation so far, at least one message
 * @param tools tools the model may call
 * @param sampling how tokens are drawn; {@code null} for the model's defaults
 * @param seed start of the random sequence; {@code null} draws one, and the
 * {@link Generation} tells it
 * @param maxTokens most tokens to write, reasoning included; {@code null} fills the
 * context
 * @param stopSequences texts that end the answer and are not part of it
 * @param reasoningBudget tokens after which an open reasoning trace is closed so that an
 * answer follows; {@code null} for no budget
 * @param responseSchema JSON Schema that the answer satisfies, as maps and lists;
 * {@code null} for any answer
 * @param constrainTools whether a call keeps to the offered tools and their schemas
 * @param timeout longest time from submission to the end; {@code null} for the engine's
 * @param caller on whose behalf: whose turn it is, and whose cached prefixes may be used
 */
public record GenerationRequest(List<ChatMessage> messages, List<ToolDefinition> tools,
		@Nullable SamplingOptions sampling, @Nullable Long seed, @Nullable Integer maxTokens,
		List<String> stopSequences, @Nullable Integer reasoningBudget, @Nullable Map<String, Object> responseSchema,
		boolean constrainTools, @Nullable Duration timeout, Caller caller) {

	public GenerationRequest {
		messages = List.copyOf(messages);
		tools = List.copyOf(tools);
		stopSequences = List.copyOf(stopSequences);
		if (messages.isEmpty()) {
			throw new IllegalArgumentException("A request needs at least one message");
		}
		if (maxTokens != null && maxTokens < 1) {
			throw new IllegalArgumentException("max-tokens is out of range: it accepts 1 or more");
		}
		if (reasoningBudget != null && reasoningBudget < 0) {
			throw new IllegalArgumentException("reasoning-budget is out of range: it accepts 0 or more");
		}
		if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
			throw new IllegalArgumentException("The request timeout must be positive");
		}
		if (stopSequences.stream().anyMatch(String::isEmpty)) {
			throw new IllegalArgumentException("A stop sequence must not be empty");
		}
	}

	/**
	 * Starts an empty request.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public String toString() {
		return "GenerationRequest[" + this.messages.size() + " messages, " + this.tools.size() + " tools, maxTokens="
				+ this.maxTokens + "]";
	}

	/** Collects the parts of a request. Not thread-safe. */
	public static final class Builder {

		private final List<ChatMessage> messages = new ArrayList<>();

		private List<ToolDefinition> tools = List.of();

		private @Nullable SamplingOptions sampling;

		private @Nullable Long seed;

		private @Nullable Integer maxTokens;

		private List<String> stopSequences = List.of();

		private @Nullable Integer reasoningBudget;

		private @Nullable Map<String, Object> responseSchema;

		private boolean constrainTools = true;

		private @Nullable Duration timeout;

		private Caller caller = Caller.ANONYMOUS;

		private Builder() {
		}

		public Builder messages(List<ChatMessage> value) {
			this.messages.addAll(value);
			return this;
		}

		public Builder system(String text) {
			this.messages.add(ChatMessage.system(text));
			return this;
		}

		public Builder user(String text) {
			this.messages.add(ChatMessage.user(text));
			return this;
		}

		public Builder tools(List<ToolDefinition> value) {
			this.tools = value;
			return this;
		}

		public Builder sampling(@Nullable SamplingOptions value) {
			this.sampling = value;
			return this;
		}

		public Builder seed(@Nullable Long value) {
			this.seed = value;
			return this;
		}

		public Builder maxTokens(@Nullable Integer value) {
			this.maxTokens = value;
			return this;
		}

		public Builder stopSequences(List<String> value) {
			this.stopSequences = value;
			return this;
		}

		public Builder reasoningBudget(@Nullable Integer value) {
			this.reasoningBudget = value;
			return this;
		}

		/**
		 * Keeps the answer to a JSON Schema, whatever the model would rather write.
		 * @param value the schema as maps and lists, {@code null} for any answer
		 * @return this
		 */
		public Builder responseSchema(@Nullable Map<String, Object> value) {
			this.responseSchema = value;
			return this;
		}

		/**
		 * Keeps calls to the offered tools and their schemas; on unless switched off.
		 * @param value whether to
		 * @return this
		 */
		public Builder constrainTools(boolean value) {
			this.constrainTools = value;
			return this;
		}

		public Builder timeout(@Nullable Duration value) {
			this.timeout = value;
			return this;
		}

		public Builder caller(Caller value) {
			this.caller = value;
			return this;
		}

		public GenerationRequest build() {
			return new GenerationRequest(this.messages, this.tools, this.sampling, this.seed, this.maxTokens,
					this.stopSequences, this.reasoningBudget, this.responseSchema, this.constrainTools, this.timeout,
					this.caller);
		}

	}

}
