/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import dev.tacit.inference.text.ToolCall;

/**
 * Follows one generation. Calls come one at a time and in order, on a delivery thread of
 * the engine: a listener may block without stalling the model or another caller. The last
 * call is {@link #onComplete} or {@link #onFailure}, exactly one of them, also after a
 * cancel. What a listener throws is dropped, and the generation goes on.
 */
public interface GenerationListener {

	/**
	 * The model begins to read the prompt.
	 * @param promptTokens tokens of the prompt
	 */
	default void onStart(int promptTokens) {
	}

	/**
	 * More of the reasoning trace.
	 * @param delta text, never empty, never a part of a character
	 */
	default void onReasoning(String delta) {
	}

	/**
	 * More of the answer. All deltas together are {@link Generation#answer()}.
	 * @param delta text, never empty, never a part of a character
	 */
	default void onAnswer(String delta) {
	}

	/**
	 * A tool call, complete.
	 * @param call the call
	 */
	default void onToolCall(ToolCall call) {
	}

	/**
	 * The tokens of the generation, right before {@link #onComplete}. Policies have not
	 * seen what they say.
	 * @param tokens prompt and reply, enough for {@link Engine#score}
	 */
	default void onTokens(GenerationTokens tokens) {
	}

	/**
	 * The generation ended.
	 * @param generation the whole of it
	 */
	void onComplete(Generation generation);

	/**
	 * The generation failed.
	 * @param failure why; its message holds no text of the prompt or the reply
	 */
	void onFailure(RuntimeException failure);

}
