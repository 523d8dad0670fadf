/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

/**
 * Native usage of a Tacit response, from
 * {@link org.springframework.ai.chat.metadata.Usage#getNativeUsage()}.
 *
 * @param promptTokens tokens of the prompt, cached ones included
 * @param cachedTokens tokens of the prompt that were not read again
 * @param reasoningTokens tokens of the reasoning trace, its tags included
 * @param answerTokens tokens of the answer, tool calls included
 */
public record TacitUsage(int promptTokens, int cachedTokens, int reasoningTokens, int answerTokens) {
}
