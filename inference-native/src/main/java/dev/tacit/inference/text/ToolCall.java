/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.tacit.inference.json.Json;

/**
 * A call of a tool, as the model wrote it. {@link #toString()} shows the name only.
 *
 * @param id distinguishes the calls of one reply
 * @param name the tool
 * @param arguments values by parameter, in the order they were written
 */
public record ToolCall(String id, String name, Map<String, Object> arguments) {

	public ToolCall {
		arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
	}

	/**
	 * The arguments as compact JSON.
	 * @return an object
	 */
	public String argumentsJson() {
		return Json.write(this.arguments);
	}

	@Override
	public String toString() {
		return "ToolCall[name=" + this.name + ", " + this.arguments.size() + " arguments]";
	}

}
