/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.tacit.inference.json.Json;
import org.jspecify.annotations.Nullable;

/** JSON with a blank after colon and comma, as models learn it. */
final class GrammarText {

	private GrammarText() {
	}

	static String json(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			List<String> members = new ArrayList<>();
			map.forEach((name, member) -> members.add(Json.write(String.valueOf(name)) + ": " + json(member)));
			return "{" + String.join(", ", members) + "}";
		}
		if (value instanceof List<?> list) {
			return "[" + String.join(", ", list.stream().map(GrammarText::json).toList()) + "]";
		}
		return Json.write(value);
	}

}
