/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.tool.ToolCallback;

/**
 * Options of a request to a {@link TacitChatModel}: the portable ones and ours.
 * Immutable; {@code null} leaves a value to the model's defaults.
 */
public class TacitChatOptions extends DefaultToolCallingChatOptions implements StructuredOutputChatOptions {

	private final @Nullable Double minP;

	private final @Nullable Double repetitionPenalty;

	private final @Nullable Long seed;

	private final @Nullable Integer reasoningBudget;

	private final @Nullable String outputSchema;

	private final @Nullable Boolean constrainTools;

	protected TacitChatOptions(Builder builder) {
		super(builder.callbacks(), builder.context(), builder.modelName(), builder.frequency(), builder.maximum(),
				builder.presence(), builder.stops(), builder.heat(), builder.k(), builder.p());
		this.minP = builder.minP;
		this.repetitionPenalty = builder.repetitionPenalty;
		this.seed = builder.seed;
		this.reasoningBudget = builder.reasoningBudget;
		this.outputSchema = builder.outputSchema;
		this.constrainTools = builder.constrainTools;
	}

	/**
	 * Starts from nothing.
	 * @return a builder without any value
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Drops tokens below this share of the largest probability.
	 * @return 0 to below 1
	 */
	public @Nullable Double getMinP() {
		return this.minP;
	}

	/**
	 * Makes tokens of the prompt and the reply less likely.
	 * @return above 0; 1 changes nothing
	 */
	public @Nullable Double getRepetitionPenalty() {
		return this.repetitionPenalty;
	}

	/**
	 * Start of the random sequence.
	 * @return any number; the same seed gives the same answer
	 */
	public @Nullable Long getSeed() {
		return this.seed;
	}

	/**
	 * Tokens after which an open reasoning trace is closed.
	 * @return 0 or more
	 */
	public @Nullable Integer getReasoningBudget() {
		return this.reasoningBudget;
	}

	/**
	 * JSON Schema that the answer satisfies, enforced while it is written.
	 * @return the schema as JSON
	 */
	@Override
	public @Nullable String getOutputSchema() {
		return this.outputSchema;
	}

	/**
	 * Whether calls keep to the offered tools and the schemas of their arguments.
	 * @return true unless switched off
	 */
	public @Nullable Boolean getConstrainTools() {
		return this.constrainTools;
	}

	@Override
	public Builder mutate() {
		Builder builder = new Builder();
		builder.toolCallbacks(getToolCallbacks());
		builder.toolContext(getToolContext());
		builder.model(getModel());
		builder.frequencyPenalty(getFrequencyPenalty());
		builder.maxTokens(getMaxTokens());
		builder.presencePenalty(getPresencePenalty());
		builder.stopSequences(getStopSequences());
		builder.temperature(getTemperature());
		builder.topK(getTopK());
		builder.topP(getTopP());
		return builder.minP(this.minP)
			.repetitionPenalty(this.repetitionPenalty)
			.seed(this.seed)
			.reasoningBudget(this.reasoningBudget)
			.outputSchema(this.outputSchema)
			.constrainTools(this.constrainTools);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (super.equals(other) && other instanceof TacitChatOptions that
				&& Objects.equals(this.minP, that.minP)
				&& Objects.equals(this.repetitionPenalty, that.repetitionPenalty)
				&& Objects.equals(this.seed, that.seed) && Objects.equals(this.reasoningBudget, that.reasoningBudget)
				&& Objects.equals(this.outputSchema, that.outputSchema)
				&& Objects.equals(this.constrainTools, that.constrainTools));
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.minP, this.repetitionPenalty, this.seed, this.reasoningBudget,
				this.outputSchema, this.constrainTools);
	}

	/** Collects options. Not thread-safe. */
	public static class Builder extends DefaultToolCallingChatOptions.Builder<Builder>
			implements StructuredOutputChatOptions.Builder<Builder> {

		private @Nullable Double minP;

		private @Nullable Double repetitionPenalty;

		private @Nullable Long seed;

		private @Nullable Integer reasoningBudget;

		private @Nullable String outputSchema;

		private @Nullable Boolean constrainTools;

		protected Builder() {
		}

		public Builder minP(@Nullable Double value) {
			this.minP = value;
			return this;
		}

		public Builder repetitionPenalty(@Nullable Double value) {
			this.repetitionPenalty = value;
			return this;
		}

		public Builder seed(@Nullable Long value) {
			this.seed = value;
			return this;
		}

		public Builder reasoningBudget(@Nullable Integer value) {
			this.reasoningBudget = value;
			return this;
		}

		@Override
		public Builder outputSchema(@Nullable String value) {
			this.outputSchema = value;
			return this;
		}

		public Builder constrainTools(@Nullable Boolean value) {
			this.constrainTools = value;
			return this;
		}

		@Override
		public Builder clone() {
			return build().mutate();
		}

		@Override
		public Builder combineWith(ChatOptions.Builder<?> other) {
			super.combineWith(other);
			if (other.build() instanceof StructuredOutputChatOptions structured
					&& structured.getOutputSchema() != null) {
				this.outputSchema = structured.getOutputSchema();
			}
			if (other instanceof Builder that) {
				this.minP = (that.minP != null) ? that.minP : this.minP;
				this.repetitionPenalty = (that.repetitionPenalty != null) ? that.repetitionPenalty
						: this.repetitionPenalty;
				this.seed = (that.seed != null) ? that.seed : this.seed;
				this.reasoningBudget = (that.reasoningBudget != null) ? that.reasoningBudget : this.reasoningBudget;
				this.constrainTools = (that.constrainTools != null) ? that.constrainTools : this.constrainTools;
			}
			return this;
		}

		@Override
		public TacitChatOptions build() {
			return new TacitChatOptions(this);
		}

		private @Nullable List<ToolCallback> callbacks() {
			return this.toolCallbacks;
		}

		private @Nullable Map<String, Object> context() {
			return this.toolContext;
		}

		private @Nullable String modelName() {
			return this.model;
		}

		private @Nullable Double frequency() {
			return this.frequencyPenalty;
		}

		private @Nullable Integer maximum() {
			return this.maxTokens;
		}

		private @Nullable Double presence() {
			return this.presencePenalty;
		}

		private @Nullable List<String> stops() {
			return this.stopSequences;
		}

		private @Nullable Double heat() {
			return this.temperature;
		}

		private @Nullable Integer k() {
			return this.topK;
		}

		private @Nullable Double p() {
			return this.topP;
		}

	}

}
