/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.tacit.chat.TacitChatOptions;
import dev.tacit.governance.ReasoningVisibility;
import dev.tacit.inference.GenerationRequest;
import dev.tacit.inference.sample.SamplingOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Options where a request has none.
 */
@ConfigurationProperties("tacit.chat")
public class TacitChatProperties {

	/**
	 * Divisor of the logits; 0 always takes the likeliest token. The model's default when
	 * unset.
	 */
	private @Nullable Double temperature;

	/**
	 * Keeps the k likeliest tokens; 0 keeps all. The model's default when unset.
	 */
	private @Nullable Integer topK;

	/**
	 * Keeps the smallest set of tokens that reaches this probability. The model's default
	 * when unset.
	 */
	private @Nullable Double topP;

	/**
	 * Drops tokens below this share of the likeliest. The model's default when unset.
	 */
	private @Nullable Double minP;

	/**
	 * Makes tokens of the prompt and the reply less likely; 1 changes nothing. The
	 * model's default when unset.
	 */
	private @Nullable Double repetitionPenalty;

	/**
	 * Most tokens to write, reasoning included. As many as fit into the context when
	 * unset.
	 */
	private @Nullable Integer maxTokens;

	/**
	 * Start of the random sequence. Drawn for each request when unset.
	 */
	private @Nullable Long seed;

	/**
	 * Texts that end an answer and are not part of it.
	 */
	private List<String> stopSequences = new ArrayList<>();

	private final Reasoning reasoning = new Reasoning();

	TacitChatOptions toOptions() {
		return SettingException.checked("tacit.chat", () -> {
			requireThatARequestMayHaveThem();
			return options();
		});
	}

	/** What would fail every request fails the start. */
	private void requireThatARequestMayHaveThem() {
		SamplingOptions none = new SamplingOptions(0, 0, 1, 0, 1);
		GenerationRequest.builder()
			.user("")
			.sampling(new SamplingOptions(Objects.requireNonNullElse(this.temperature, none.temperature()),
					Objects.requireNonNullElse(this.topK, none.topK()),
					Objects.requireNonNullElse(this.topP, none.topP()),
					Objects.requireNonNullElse(this.minP, none.minP()),
					Objects.requireNonNullElse(this.repetitionPenalty, none.repetitionPenalty())))
			.maxTokens(this.maxTokens)
			.reasoningBudget(this.reasoning.budget)
			.stopSequences(this.stopSequences)
			.build();
	}

	private TacitChatOptions options() {
		TacitChatOptions.Builder builder = TacitChatOptions.builder();
		builder.temperature(this.temperature);
		builder.topK(this.topK);
		builder.topP(this.topP);
		builder.maxTokens(this.maxTokens);
		builder.stopSequences(this.stopSequences);
		return builder.minP(this.minP)
			.repetitionPenalty(this.repetitionPenalty)
			.seed(this.seed)
			.reasoningBudget(this.reasoning.budget)
			.build();
	}

	public @Nullable Double getTemperature() {
		return this.temperature;
	}

	public void setTemperature(@Nullable Double temperature) {
		this.temperature = temperature;
	}

	public @Nullable Integer getTopK() {
		return this.topK;
	}

	public void setTopK(@Nullable Integer topK) {
		this.topK = topK;
	}

	public @Nullable Double getTopP() {
		return this.topP;
	}

	public void setTopP(@Nullable Double topP) {
		this.topP = topP;
	}

	public @Nullable Double getMinP() {
		return this.minP;
	}

	public void setMinP(@Nullable Double minP) {
		this.minP = minP;
	}

	public @Nullable Double getRepetitionPenalty() {
		return this.repetitionPenalty;
	}

	public void setRepetitionPenalty(@Nullable Double repetitionPenalty) {
		this.repetitionPenalty = repetitionPenalty;
	}

	public @Nullable Integer getMaxTokens() {
		return this.maxTokens;
	}

	public void setMaxTokens(@Nullable Integer maxTokens) {
		this.maxTokens = maxTokens;
	}

	public @Nullable Long getSeed() {
		return this.seed;
	}

	public void setSeed(@Nullable Long seed) {
		this.seed = seed;
	}

	public List<String> getStopSequences() {
		return this.stopSequences;
	}

	public void setStopSequences(List<String> stopSequences) {
		this.stopSequences = stopSequences;
	}

	public Reasoning getReasoning() {
		return this.reasoning;
	}

	/** The reasoning trace. */
	public static class Reasoning {

		/**
		 * Tokens after which an open trace is closed so that an answer follows. No bound
		 * when unset.
		 */
		private @Nullable Integer budget;

		/**
		 * Who sees traces: callers with the authority TACIT_REASONING, everybody, or
		 * nobody.
		 */
		private ReasoningVisibility visibility = ReasoningVisibility.PERMITTED;

		public @Nullable Integer getBudget() {
			return this.budget;
		}

		public void setBudget(@Nullable Integer budget) {
			this.budget = budget;
		}

		public ReasoningVisibility getVisibility() {
			return this.visibility;
		}

		public void setVisibility(ReasoningVisibility visibility) {
			this.visibility = visibility;
		}

	}

}
