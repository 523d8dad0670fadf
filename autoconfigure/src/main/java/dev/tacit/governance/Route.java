/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.Map;

import org.springframework.ai.chat.model.ChatModel;

/**
 * What answers one request.
 *
 * @param model the model, on behalf of the caller
 * @param facts its identity, written into every record of the request; never personal
 * text
 */
public record Route(ChatModel model, Map<String, String> facts) {

	public Route {
		facts = Map.copyOf(facts);
	}

}
