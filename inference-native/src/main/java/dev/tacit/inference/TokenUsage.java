/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

/**
 * Tokens of one generation.
 *
 * @param prompt tokens of the prompt, cached ones included
 * @param cached tokens of the prompt whose state came from the prefix cache
 * @param reasoning tokens written up to the end of the reasoning trace, its tags included
 * @param answer tokens written after it, tool calls included
 */
public record TokenUsage(int prompt, int cached, int reasoning, int answer) {

	/**
	 * All tokens written.
	 * @return reasoning and answer together
	 */
	public int completion() {
		return this.reasoning + this.answer;
	}

}
