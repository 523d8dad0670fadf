/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import dev.tacit.inference.Engine;
import org.springframework.ai.model.tool.ToolCallingManager;

/**
 * What a chat model knows once its engine is there.
 *
 * @param engine the engine
 * @param defaults options where a request has none, with the model's name
 * @param requests maps prompts to requests of that engine
 */
record EngineBinding(Engine engine, TacitChatOptions defaults, EngineRequests requests) {

	static EngineBinding of(Engine engine, TacitChatOptions defaults, ToolCallingManager toolCallingManager) {
		TacitChatOptions.Builder named = defaults.mutate();
		named.model(engine.info().name());
		TacitChatOptions options = named.build();
		return new EngineBinding(engine, options, new EngineRequests(engine.info(), options, toolCallingManager));
	}

}
