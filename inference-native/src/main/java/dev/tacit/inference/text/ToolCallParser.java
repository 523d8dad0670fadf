/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the calls between the call markers: {@code [f(a="x", b=1), g()]} as LFM2 writes
 * them, or JSON {@code [{"name": ..., "arguments": {...}}]}. Total: text that is no call
 * gives an empty list.
 */
final class ToolCallParser {

	private final String text;

	private final List<ToolDefinition> tools;

	private int at;

	private ToolCallParser(String text, List<ToolDefinition> tools) {
		this.text = text;
		this.tools = tools;
	}

	static List<ToolCall> parse(String body, List<ToolDefinition> tools, int firstNumber) {
		String trimmed = body.strip();
		try {
			List<ToolCall> json = json(trimmed, firstNumber);
			return !json.isEmpty() ? json : new ToolCallParser(trimmed, tools).calls(firstNumber);
		}
		catch (JsonException ex) {
			return List.of();
		}
	}

	private static List<ToolCall> json(String text, int firstNumber) {
		if (!text.startsWith("{") && !text.matches("(?s)\\[\\s*\\{.*")) {
			return List.of();
		}
		List<ToolCall> calls = new ArrayList<>();
		Object parsed = Json.parse(text);
		List<?> items = (parsed instanceof List<?> list) ? list : List.of(parsed);
		for (Object item : items) {
			if (item instanceof Map<?, ?> map) {
				Object name = (map.get("name") != null) ? map.get("name") : map.get("function");
				Object arguments = (map.get("arguments") != null) ? map.get("arguments") : map.get("parameters");
				if (name instanceof String named) {
					calls.add(new ToolCall(id(firstNumber + calls.size()), named, members(arguments)));
				}
			}
		}
		return calls;
	}

	private static Map<String, Object> members(@Nullable Object arguments) {
		Map<String, Object> members = new LinkedHashMap<>();
		if (arguments instanceof Map<?, ?> map) {
			map.forEach((name, value) -> members.put(String.valueOf(name), value));
		}
		return members;
	}

	private static String id(int number) {
		return String.format("call_%08x", number);
	}

	private List<ToolCall> calls(int firstNumber) {
		List<ToolCall> calls = new ArrayList<>();
		accept('[');
		while (true) {
			skipBlanks();
			String name = name();
			if (name.isEmpty() || !accept('(')) {
				return calls.isEmpty() ? List.of() : calls;
			}
			calls.add(new ToolCall(id(firstNumber + calls.size()), name, arguments(name)));
			if (!accept(',')) {
				return calls;
			}
		}
	}

	private String name() {
		int start = this.at;
		while (this.at < this.text.length() && (Character.isLetterOrDigit(this.text.charAt(this.at))
				|| "_.-".indexOf(this.text.charAt(this.at)) >= 0)) {
			this.at++;
		}
		return this.text.substring(start, this.at);
	}

	private Map<String, Object> arguments(String tool) {
		Map<String, Object> arguments = new LinkedHashMap<>();
		while (!accept(')')) {
			skipBlanks();
			int start = this.at;
			String name = name();
			skipBlanks();
			if (name.isEmpty() || !accept('=')) {
				this.at = start;
				name = positional(tool, arguments.size());
			}
			skipBlanks();
			putNullable(arguments, name, coerce(tool, name, value()));
			if (!accept(',')) {
				accept(')');
				break;
			}
		}
		return arguments;
	}

	@SuppressWarnings("NullAway")
	private static void putNullable(Map<String, Object> map, String name, @Nullable Object value) {
		map.put(name, value);
	}

	private String positional(String tool, int index) {
		List<String> names = new ArrayList<>(properties(tool).keySet());
		if (index < names.size()) {
			return names.get(index);
		}
		throw new JsonException("An argument without a name");
	}

	private Map<String, Object> properties(String tool) {
		for (ToolDefinition definition : this.tools) {
			if (definition.name().equals(tool)) {
				return members(definition.parameters().get("properties"));
			}
		}
		return Map.of();
	}

	/** Models quote numbers and booleans now and then; the schema says what was meant. */
	private @Nullable Object coerce(String tool, String parameter, @Nullable Object value) {
		Object type = members(properties(tool).get(parameter)).get("type");
		if (value instanceof String text) {
			if ("integer".equals(type) && text.matches("-?\\d{1,18}(\\.0+)?")) {
				return Long.parseLong(text.replaceAll("\\.0+$", ""));
			}
			if ("number".equals(type) && text.matches("-?\\d{1,300}(\\.\\d{1,300})?")) {
				return Double.parseDouble(text);
			}
			if ("boolean".equals(type) && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
				return Boolean.parseBoolean(text);
			}
		}
		else if ("string".equals(type) && (value instanceof Number || value instanceof Boolean)) {
			return value.toString();
		}
		else if ("integer".equals(type) && value instanceof Double number && number == Math.rint(number)) {
			return number.longValue();
		}
		return value;
	}

	private @Nullable Object value() {
		if (this.at >= this.text.length()) {
			throw new JsonException("The end of the call");
		}
		char c = this.text.charAt(this.at);
		if (c == '"' || c == '\'') {
			return string(c);
		}
		int end = valueEnd();
		String literal = this.text.substring(this.at, end).strip();
		this.at = end;
		return switch (literal) {
			case "None", "null" -> null;
			case "True", "true" -> Boolean.TRUE;
			case "False", "false" -> Boolean.FALSE;
			default -> Json.parse(literal.replaceFirst("^(-?)0+(?=\\d)", "$1"));
		};
	}

	/**
	 * The end of a bare value: the comma or bracket at its own depth, outside strings.
	 */
	private int valueEnd() {
		int depth = 0;
		boolean quoted = false;
		for (int i = this.at; i < this.text.length(); i++) {
			char c = this.text.charAt(i);
			if (quoted) {
				i += (c == '\\') ? 1 : 0;
				quoted = c != '"';
			}
			else if (c == '"') {
				quoted = true;
			}
			else if (c == '[' || c == '{' || c == '(') {
				depth++;
			}
			else if ((c == ']' || c == '}' || c == ')') && depth-- == 0) {
				return i;
			}
			else if (c == ',' && depth == 0) {
				return i;
			}
		}
		return this.text.length();
	}

	/**
	 * A quote ends the string only where a separator follows: models forget to escape.
	 */
	private String string(char quote) {
		StringBuilder out = new StringBuilder();
		for (this.at++; this.at < this.text.length(); this.at++) {
			char c = this.text.charAt(this.at);
			if (c == '\\' && this.at + 1 < this.text.length()) {
				char next = this.text.charAt(++this.at);
				out.append(switch (next) {
					case 'n' -> '\n';
					case 'r' -> '\r';
					case 't' -> '\t';
					default -> next;
				});
			}
			else if (c == quote && endsHere(this.at + 1)) {
				this.at++;
				return out.toString();
			}
			else {
				out.append(c);
			}
		}
		return out.toString();
	}

	private boolean endsHere(int after) {
		int i = after;
		while (i < this.text.length() && Character.isWhitespace(this.text.charAt(i))) {
			i++;
		}
		return i >= this.text.length() || ",)]}:".indexOf(this.text.charAt(i)) >= 0;
	}

	private boolean accept(char expected) {
		skipBlanks();
		if (this.at < this.text.length() && this.text.charAt(this.at) == expected) {
			this.at++;
			return true;
		}
		return false;
	}

	private void skipBlanks() {
		while (this.at < this.text.length() && Character.isWhitespace(this.text.charAt(this.at))) {
			this.at++;
		}
	}

}
