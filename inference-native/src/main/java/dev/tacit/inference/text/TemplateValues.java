/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.Collection;
import java.util.Map;

import dev.tacit.inference.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Python's view of Java values: truth, text and JSON.
 */
final class TemplateValues {

	private static final int MAX_DEPTH = 64;

	private TemplateValues() {
	}

	static boolean truth(@Nullable Object value) {
		if (value == null || value == TemplateScope.UNDEFINED) {
			return false;
		}
		if (value instanceof Boolean flag) {
			return flag;
		}
		if (value instanceof String text) {
			return !text.isEmpty();
		}
		if (value instanceof Number number) {
			return number.doubleValue() != 0;
		}
		if (value instanceof Collection<?> items) {
			return !items.isEmpty();
		}
		return !(value instanceof Map<?, ?> map) || !map.isEmpty();
	}

	static String text(@Nullable Object value) {
		if (value == null) {
			return "None";
		}
		if (value instanceof Boolean flag) {
			return flag ? "True" : "False";
		}
		if (value instanceof Map || value instanceof Collection) {
			return json(value);
		}
		return value.toString();
	}

	/** {@code json.dumps(value, ensure_ascii=False)}: blanks after colon and comma. */
	static String json(@Nullable Object value) {
		StringBuilder out = new StringBuilder();
		json(value, out, 0);
		return out.toString();
	}

	private static void json(@Nullable Object value, StringBuilder out, int depth) {
		if (depth > MAX_DEPTH) {
			throw new ChatTemplateException("A value is nested deeper than " + MAX_DEPTH + " levels");
		}
		if (value instanceof Map<?, ?> map) {
			out.append('{');
			String separator = "";
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				out.append(separator).append(Json.write(String.valueOf(entry.getKey()))).append(": ");
				json(entry.getValue(), out, depth + 1);
				separator = ", ";
			}
			out.append('}');
		}
		else if (value instanceof Collection<?> items) {
			out.append('[');
			String separator = "";
			for (Object item : items) {
				out.append(separator);
				json(item, out, depth + 1);
				separator = ", ";
			}
			out.append(']');
		}
		else if (value == TemplateScope.UNDEFINED) {
			throw new ChatTemplateException("The chat template writes an undefined value as JSON");
		}
		else {
			out.append(Json.write(value));
		}
	}

}
