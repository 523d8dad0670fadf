/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Random token ids; the first ones are control tokens and left out. */
final class Prompts {

	private static final int FIRST = 300;

	private final SplittableRandom random = new SplittableRandom(1);

	private final int vocabulary;

	Prompts(int vocabulary) {
		this.vocabulary = vocabulary;
	}

	int[] next(int tokens) {
		return this.random.ints(tokens, FIRST, this.vocabulary).toArray();
	}

	int[] after(int[] prefix, int tokens) {
		int[] prompt = Arrays.copyOf(prefix, prefix.length + tokens);
		System.arraycopy(next(tokens), 0, prompt, prefix.length, tokens);
		return prompt;
	}

}
