/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;

/**
 * Tools with {@code returnDirect}: the tool loop hands their result to the caller and
 * does not ask the model again, so neither policy nor ledger would see it.
 */
final class DirectTools {

	private DirectTools() {
	}

	/**
	 * Refuses a request that offers such a tool.
	 * @param requested options of the request
	 * @param defaults options of the model, whose tools are offered where a request names
	 * none
	 * @throws IllegalArgumentException if it does
	 */
	static void refuse(@Nullable ChatOptions requested, @Nullable ChatOptions defaults) {
		List<ToolCallback> offered = Objects.requireNonNullElseGet(tools(requested),
				() -> Objects.requireNonNullElse(tools(defaults), List.of()));
		for (ToolCallback tool : offered) {
			if (tool.getToolMetadata().returnDirect()) {
				throw new IllegalArgumentException("The tool '" + tool.getToolDefinition().name()
						+ "' has returnDirect = true: its result would reach the caller without policy and ledger; set it to false, so that the model answers with the result");
			}
		}
	}

	private static @Nullable List<ToolCallback> tools(@Nullable ChatOptions options) {
		return (options instanceof ToolCallingChatOptions tools) ? tools.getToolCallbacks() : null;
	}

}
