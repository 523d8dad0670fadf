/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * {@code json.dumps} with its defaults, {@code ensure_ascii=False} unless asked for.
 */
final class PythonJson {

	private final StringBuilder out = new StringBuilder();

	private final @Nullable String indent;

	private final String itemSeparator;

	private final String keySeparator;

	private final boolean sorted;

	private final boolean ascii;

	PythonJson(@Nullable String indent, @Nullable String itemSeparator, @Nullable String keySeparator, boolean sorted,
			boolean ascii) {
		this.indent = indent;
		this.itemSeparator = (itemSeparator != null) ? itemSeparator : (indent != null) ? "," : ", ";
		this.keySeparator = (keySeparator != null) ? keySeparator : ": ";
		this.sorted = sorted;
		this.ascii = ascii;
	}

	static String of(@Nullable Object value) {
		return new PythonJson(null, null, null, false, false).write(value);
	}

	String write(@Nullable Object value) {
		write(value, 0);
		return this.out.toString();
	}

	private void write(@Nullable Object value, int depth) {
		if (depth > TemplateValues.MAX_DEPTH || this.out.length() > TemplateBudget.MAX_TEXT) {
			throw new TemplateFault("a value is nested too deeply or too large to be written as JSON");
		}
		if (value == null || value instanceof Boolean) {
			this.out.append(value);
		}
		else if (value instanceof String text) {
			quoted(text);
		}
		else if (value instanceof Number number) {
			this.out.append(number(number));
		}
		else if (value instanceof Map<?, ?> map) {
			object(map, depth);
		}
		else if (value instanceof Collection<?> items) {
			this.out.append('[');
			boolean first = true;
			for (Object item : items) {
				next(first, depth + 1);
				write(item, depth + 1);
				first = false;
			}
			close(first, depth, ']');
		}
		else {
			throw new TemplateFault("an undefined value or a function is written as JSON");
		}
	}

	private static String number(Number number) {
		if (!TemplateValues.isFloat(number)) {
			return PythonText.integer(number);
		}
		double value = number.doubleValue();
		return Double.isNaN(value) ? "NaN"
				: Double.isInfinite(value) ? ((value > 0) ? "Infinity" : "-Infinity") : PythonText.ofFloat(value);
	}

	private void object(Map<?, ?> map, int depth) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		List<String> names = new ArrayList<>();
		map.forEach((key, value) -> {
			String name = name(key);
			names.add(name);
			members.put(name, value);
		});
		if (this.sorted) {
			names.sort(TemplateValues::compareTexts);
		}
		this.out.append('{');
		boolean first = true;
		for (String name : names) {
			next(first, depth + 1);
			quoted(name);
			this.out.append(this.keySeparator);
			write(members.get(name), depth + 1);
			first = false;
		}
		close(first, depth, '}');
	}

	private static String name(@Nullable Object key) {
		if (key instanceof String text) {
			return text;
		}
		if (key == null || key instanceof Boolean) {
			return String.valueOf(key);
		}
		if (key instanceof Number number) {
			return number(number);
		}
		throw new TemplateFault("a key of a map is no text");
	}

	private void next(boolean first, int depth) {
		if (!first) {
			this.out.append(this.itemSeparator);
		}
		if (this.indent != null) {
			this.out.append('\n').append(this.indent.repeat(depth));
		}
	}

	private void close(boolean empty, int depth, char bracket) {
		if (!empty && this.indent != null) {
			this.out.append('\n').append(this.indent.repeat(depth));
		}
		this.out.append(bracket);
	}

	private void quoted(String text) {
		this.out.append('"');
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			switch (c) {
				case '"' -> this.out.append("\\\"");
				case '\\' -> this.out.append("\\\\");
				case '\n' -> this.out.append("\\n");
				case '\r' -> this.out.append("\\r");
				case '\t' -> this.out.append("\\t");
				case '\b' -> this.out.append("\\b");
				case '\f' -> this.out.append("\\f");
				default -> {
					if (c < 0x20 || (this.ascii && c > 0x7e)) {
						this.out.append(String.format("\\u%04x", (int) c));
					}
					else {
						this.out.append(c);
					}
				}
			}
		}
		this.out.append('"');
	}

}
