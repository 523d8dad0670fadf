/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Gives arguments the types their schema asks for: models quote numbers and booleans now
 * and then, and the schema says what was meant. What does not fit stays as it is.
 */
final class ToolCallCoercion {

	private ToolCallCoercion() {
	}

	static Map<String, @Nullable Object> members(@Nullable Object value) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		if (value instanceof Map<?, ?> map) {
			map.forEach((name, member) -> members.put(String.valueOf(name), member));
		}
		return members;
	}

	@SuppressWarnings("NullAway")
	static Map<String, Object> arguments(Map<String, Object> schema, Map<String, @Nullable Object> arguments) {
		Map<String, @Nullable Object> properties = members(schema.get("properties"));
		Map<String, Object> coerced = new LinkedHashMap<>();
		arguments.forEach((name, value) -> coerced.put(name, coerce(members(properties.get(name)), value)));
		return coerced;
	}

	private static @Nullable Object coerce(Map<String, @Nullable Object> schema, @Nullable Object value) {
		List<String> types = types(schema.get("type"));
		if (value instanceof String text) {
			return types.contains("string") || types.isEmpty() ? value : unquoted(types, text);
		}
		if (value instanceof List<?> list) {
			Map<String, @Nullable Object> items = members(schema.get("items"));
			List<@Nullable Object> coerced = new ArrayList<>();
			list.forEach((item) -> coerced.add(coerce(items, item)));
			return coerced;
		}
		if (value instanceof Map<?, ?>) {
			Map<String, @Nullable Object> properties = members(schema.get("properties"));
			Map<String, @Nullable Object> coerced = new LinkedHashMap<>();
			members(value).forEach((name, member) -> coerced.put(name, coerce(members(properties.get(name)), member)));
			return coerced;
		}
		if (types.equals(List.of("string")) && (value instanceof Number || value instanceof Boolean)) {
			return value.toString();
		}
		boolean whole = types.contains("integer") && !types.contains("number");
		if (whole && value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 9e15) {
			return number.longValue();
		}
		return value;
	}

	private static List<String> types(@Nullable Object type) {
		List<String> types = new ArrayList<>();
		for (Object name : (type instanceof List<?> list) ? list : (type != null) ? List.of(type) : List.of()) {
			types.add(String.valueOf(name));
		}
		return types;
	}

	private static @Nullable Object unquoted(List<String> types, String value) {
		String text = value.strip();
		if (types.contains("integer") && text.matches("-?\\d{1,18}(\\.0+)?")) {
			return Long.parseLong(text.replaceAll("\\.0+$", ""));
		}
		if (types.contains("number") && text.matches("-?\\d{1,300}(\\.\\d{1,300})?([eE][-+]?\\d{1,2})?")) {
			return Double.parseDouble(text);
		}
		if (types.contains("boolean") && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
			return Boolean.parseBoolean(text);
		}
		if (types.contains("null") && (text.equals("None") || text.equals("null"))) {
			return null;
		}
		return value;
	}

}
