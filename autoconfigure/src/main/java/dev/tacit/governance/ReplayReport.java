/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.List;
import java.util.Locale;

import dev.tacit.inference.sample.TokenScore;

/**
 * What holding a recorded reply against a model found.
 *
 * @param verdict the result
 * @param scores how each token of the reply stands; empty if the model was not asked
 * @param place the first token that this model does not give, or the one that is farthest
 * from what it gives; -1 if the model was not asked
 * @param judged tokens the model was free to choose: the others were forced by a budget
 * or bound by a grammar
 */
public record ReplayReport(Verdict verdict, List<TokenScore> scores, int place, int judged) {

	public ReplayReport {
		scores = List.copyOf(scores);
	}

	/**
	 * Mean logarithm of the probability of the reply's tokens.
	 * @return in nats, 0 if the model was not asked
	 */
	public double meanLogProbability() {
		return this.scores.stream().mapToDouble(TokenScore::logProbability).average().orElse(0);
	}

	/**
	 * The result for people. Holds no text of the record.
	 * @return one sentence
	 */
	public String sentence() {
		String tokens = this.scores.size() + " tokens, " + this.judged + " of them free, mean log-probability "
				+ String.format(Locale.ROOT, "%.3f", meanLogProbability());
		return switch (this.verdict) {
			case REPRODUCED -> "REPRODUCED: this model gives this reply (" + tokens + ", farthest distance "
					+ distance() + " at token " + this.place + ")";
			case DIFFERS -> "DIFFERS: this model does not give this reply; token " + this.place + " has rank "
					+ this.scores.get(this.place).rank() + " and distance " + distance() + " (" + tokens + ")";
			case TEXT_DIFFERS -> "TEXT_DIFFERS: the recorded texts are not what the recorded tokens say";
			case OTHER_MODEL -> "OTHER_MODEL: the record names another model, or another variant of it, than this one";
			case NOT_RECORDED -> "NOT_RECORDED: the record holds no tokens: the policy changed the reply, its content "
					+ "was erased or not recorded, or a remote engine wrote it";
		};
	}

	private String distance() {
		return String.format(Locale.ROOT, "%.4f", this.scores.get(this.place).distance());
	}

	/** Results. */
	public enum Verdict {

		/** Every free token is what this model gives. */
		REPRODUCED,

		/** A token is not what this model gives. */
		DIFFERS,

		/** Texts and tokens of the record contradict each other. */
		TEXT_DIFFERS,

		/** The record was made by another model, or by another quantisation of it. */
		OTHER_MODEL,

		/** There is nothing to hold against the model. */
		NOT_RECORDED

	}

}
