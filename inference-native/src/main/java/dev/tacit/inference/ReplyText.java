/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

/**
 * What the tokens of a reply say.
 *
 * @param reasoning the trace
 * @param answer the answer; text of tool calls, if the reply has some, without markers
 * @param stopped whether a stop token ends it
 */
public record ReplyText(String reasoning, String answer, boolean stopped) {

	@Override
	public String toString() {
		return "ReplyText[" + (this.reasoning.length() + this.answer.length()) + " characters]";
	}

}
