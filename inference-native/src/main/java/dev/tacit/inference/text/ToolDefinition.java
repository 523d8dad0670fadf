/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.Map;

/**
 * A tool the model may call.
 *
 * @param name its name
 * @param description what it does, for the model to read
 * @param parameters JSON Schema of its arguments, as maps and lists
 */
public record ToolDefinition(String name, String description, Map<String, Object> parameters) {

	public ToolDefinition {
		if (name.isBlank()) {
			throw new IllegalArgumentException("A tool needs a name");
		}
	}

}
