/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.springframework.ai.chat.model.ToolContext;

/**
 * A tool was called. {@link #toString()} shows the name alone.
 *
 * @param name name of the tool
 * @param argument what the model asked
 * @param result what the tool said
 */
record ToolCall(String name, String argument, String result) {

	/**
	 * Tool context: a {@code Consumer<ToolCall>} that hears of every call of its request.
	 */
	static final String LISTENER = "toolListener";

	/** Runs a tool and tells the request it serves. */
	static String told(ToolContext context, String name, String argument, Supplier<String> tool) {
		String result = tool.get();
		if (context.getContext().get(LISTENER) instanceof Consumer<?> listener) {
			@SuppressWarnings("unchecked")
			Consumer<ToolCall> typed = (Consumer<ToolCall>) listener;
			typed.accept(new ToolCall(name, argument, result));
		}
		return result;
	}

	@Override
	public String toString() {
		return "ToolCall[" + this.name + "]";
	}

}
