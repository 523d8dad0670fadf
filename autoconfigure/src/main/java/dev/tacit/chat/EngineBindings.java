/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.util.List;

import dev.tacit.inference.Engine;
import dev.tacit.inference.EngineHost;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;

/**
 * The way from a prompt to the engine that is to answer it. Thread-safe: bindings of the
 * same engine are equal, so it does not matter whose is kept.
 */
final class EngineBindings {

	private final EngineHost host;

	private final TacitChatOptions defaults;

	private final ToolCallingManager toolCallingManager;

	private volatile @Nullable EngineBinding last;

	EngineBindings(EngineHost host, TacitChatOptions defaults, ToolCallingManager toolCallingManager) {
		this.host = host;
		this.defaults = defaults;
		this.toolCallingManager = toolCallingManager;
	}

	/** Options where a request has none; without the model's name while it loads. */
	TacitChatOptions defaults() {
		return this.host.loaded().map((engine) -> binding(engine).defaults()).orElse(this.defaults);
	}

	/**
	 * The engine for a prompt. One that ends with the results of tools goes on with a
	 * request that was taken before.
	 */
	EngineBinding forPrompt(Prompt prompt) {
		return binding(endsWithToolResults(prompt) ? this.host.forFollowUp() : this.host.forRequest());
	}

	private static boolean endsWithToolResults(Prompt prompt) {
		List<Message> messages = prompt.getInstructions();
		return !messages.isEmpty() && messages.get(messages.size() - 1) instanceof ToolResponseMessage;
	}

	private EngineBinding binding(Engine engine) {
		EngineBinding known = this.last;
		if (known == null || known.engine() != engine) {
			known = EngineBinding.of(engine, this.defaults, this.toolCallingManager);
			this.last = known;
		}
		return known;
	}

}
