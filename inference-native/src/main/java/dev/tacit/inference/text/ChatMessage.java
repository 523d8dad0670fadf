/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation. {@link #toString()} shows sizes, never text.
 *
 * @param role who speaks
 * @param content the text, without reasoning and tool calls
 * @param reasoning trace of an assistant's message, {@code null} if unknown
 * @param toolCalls calls of an assistant's message
 */
public record ChatMessage(Role role, String content, @Nullable String reasoning, List<ToolCall> toolCalls) {

	public ChatMessage {
		toolCalls = List.copyOf(toolCalls);
	}

	public static ChatMessage system(String content) {
		return new ChatMessage(Role.SYSTEM, content, null, List.of());
	}

	public static ChatMessage user(String content) {
		return new ChatMessage(Role.USER, content, null, List.of());
	}

	public static ChatMessage assistant(String content) {
		return new ChatMessage(Role.ASSISTANT, content, null, List.of());
	}

	public static ChatMessage tool(String content) {
		return new ChatMessage(Role.TOOL, content, null, List.of());
	}

	@Override
	public String toString() {
		return "ChatMessage[" + this.role + ", " + this.content.length() + " characters, " + this.toolCalls.size()
				+ " calls]";
	}

}
