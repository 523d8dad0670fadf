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
 * them, or one of the JSON forms seen, {@code [{"name": ..., "arguments": {...}}]} among
 * them. Total: text that is no call gives an empty list.
 */
final class ToolCallParser {

	private final ToolCallScanner scanner;

	private final List<ToolDefinition> tools;

	private final int firstNumber;

	private final List<ToolCall> calls = new ArrayList<>();

	private ToolCallParser(String text, List<ToolDefinition> tools, int firstNumber) {
		this.scanner = new ToolCallScanner(text);
		this.tools = tools;
		this.firstNumber = firstNumber;
	}

	static List<ToolCall> parse(String body, List<ToolDefinition> tools, int firstNumber) {
		String trimmed = body.strip();
		ToolCallParser parser = new ToolCallParser(trimmed, tools, firstNumber);
		try {
			if (trimmed.startsWith("{") || trimmed.matches("(?s)\\[\\s*\\{.*")) {
				parser.json(trimmed);
			}
			else {
				parser.python();
			}
		}
		catch (JsonException ex) {
			// Calls before the damage stay: a cut-off reply may end anywhere.
			return List.copyOf(parser.calls);
		}
		return List.copyOf(parser.calls);
	}

	/** Whether a text may still become a call of a known tool without its marker. */
	static boolean mayBecomeCall(String start, List<ToolDefinition> tools) {
		String compact = start.substring(0, Math.min(start.length(), 400)).replaceAll("\\s+", "");
		for (ToolDefinition tool : tools) {
			for (String opening : List.of("[" + tool.name() + "(", "[{\"name\":\"" + tool.name() + "\"",
					"{\"name\":\"" + tool.name() + "\"", "{\"function\":\"" + tool.name() + "\"",
					"[{\"function\":\"" + tool.name() + "\"")) {
				if (compact.startsWith(opening) || opening.startsWith(compact)) {
					return true;
				}
			}
		}
		return false;
	}

	private void json(String text) {
		Object parsed = lenient(text);
		List<?> items = (parsed instanceof List<?> list) ? list : List.of(parsed);
		for (Object item : items) {
			if (item instanceof Map<?, ?> map) {
				jsonCall(map);
			}
		}
	}

	/** Strict JSON first; where the model slipped, the forgiving reader. */
	private static Object lenient(String text) {
		Object parsed;
		try {
			parsed = Json.parse(text);
		}
		catch (JsonException ex) {
			parsed = new ToolCallScanner(text).value(ToolCallScanner.Place.ITEM);
		}
		if (parsed == null) {
			throw new JsonException("A call is null");
		}
		return parsed;
	}

	private void jsonCall(Map<?, ?> map) {
		Map<?, ?> call = (map.get("function") instanceof Map<?, ?> inner) ? inner : map;
		Object name = first(call, "name", "function", "tool");
		Object arguments = first(call, "arguments", "parameters", "args");
		if (arguments instanceof String text && text.strip().startsWith("{")) {
			arguments = lenient(text.strip());
		}
		if (name instanceof String named && !named.isBlank()) {
			add(named.strip(), ToolCallCoercion.members(arguments));
		}
	}

	private static @Nullable Object first(Map<?, ?> map, String... names) {
		for (String name : names) {
			if (map.get(name) != null) {
				return map.get(name);
			}
		}
		return null;
	}

	private void add(String tool, Map<String, @Nullable Object> arguments) {
		Map<String, Object> schema = schema(tool);
		String id = String.format("call_%08x", this.firstNumber + this.calls.size());
		this.calls.add(new ToolCall(id, tool, ToolCallCoercion.arguments(schema, arguments)));
	}

	private Map<String, Object> schema(String tool) {
		for (ToolDefinition definition : this.tools) {
			if (definition.name().equals(tool)) {
				return definition.parameters();
			}
		}
		return Map.of();
	}

	/** Lists of calls, with and without brackets, several of them in a row. */
	private void python() {
		while (!this.scanner.done()) {
			while (this.scanner.accept('[') || this.scanner.accept(',') || this.scanner.accept(']')) {
				continue;
			}
			String name = this.scanner.name();
			if (name.isEmpty() || !this.scanner.accept('(')) {
				return;
			}
			add(name, arguments(name));
		}
	}

	/** All of them: a call that is cut off is none, for nobody knows what it lacks. */
	private Map<String, @Nullable Object> arguments(String tool) {
		Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
		while (!this.scanner.accept(')')) {
			int start = this.scanner.position();
			String name = this.scanner.name();
			boolean named = !name.isEmpty() && this.scanner.accept('=');
			if (!named) {
				this.scanner.position(start);
				name = positional(tool, arguments.size());
			}
			arguments.put(name,
					this.scanner.value(named ? ToolCallScanner.Place.NAMED : ToolCallScanner.Place.POSITIONAL));
			this.scanner.accept(',');
		}
		return arguments;
	}

	private String positional(String tool, int index) {
		List<String> names = new ArrayList<>(ToolCallCoercion.members(schema(tool).get("properties")).keySet());
		if (index < names.size()) {
			return names.get(index);
		}
		throw new JsonException("An argument without a name");
	}

}
