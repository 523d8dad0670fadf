/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

/**
 * How a token is drawn from the logits.
 *
 * @param temperature divisor of the logits; 0 means greedy: the largest logit wins, the
 * lowest id on a tie
 * @param topK keeps the k largest logits; 0 keeps all
 * @param topP keeps the smallest set of tokens whose probability reaches p; 1 keeps all
 * @param minP drops tokens below p times the largest probability; 0 drops none
 * @param repetitionPenalty divides the positive and multiplies the negative logits of
 * every token of the prompt and the reply so far (Keskar et al., 2019); 1 changes nothing
 */
public record SamplingOptions(double temperature, int topK, double topP, double minP, double repetitionPenalty) {

	/** The largest logit, always. */
	public static final SamplingOptions GREEDY = new SamplingOptions(0, 0, 1, 0, 1);

	public SamplingOptions {
		require(temperature >= 0 && temperature <= 100, "temperature", "0 to 100");
		require(topK >= 0, "top-k", "0 or more");
		require(topP > 0 && topP <= 1, "top-p", "above 0, up to 1");
		require(minP >= 0 && minP < 1, "min-p", "0 to below 1");
		require(repetitionPenalty > 0 && repetitionPenalty <= 10, "repetition-penalty", "above 0, up to 10");
	}

	private static void require(boolean condition, String name, String range) {
		if (!condition) {
			throw new IllegalArgumentException(name + " is out of range: it accepts " + range);
		}
	}

	/**
	 * Whether no random number is drawn.
	 * @return true for temperature 0 and for top-k 1
	 */
	public boolean greedy() {
		return this.temperature == 0 || this.topK == 1;
	}

}
