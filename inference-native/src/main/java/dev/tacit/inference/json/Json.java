/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * JSON as plain Java values (RFC 8259): {@code null}, {@link Boolean}, {@link String},
 * {@link Long} or, beyond its range, {@link BigInteger} for integers, {@link Double} for
 * numbers with a fraction or an exponent, {@code List<Object>}, and
 * {@code Map<String, Object>} in the order of the text. Lists and maps are unmodifiable.
 * Duplicate members are refused: two readers of one file must never disagree.
 */
public final class Json {

	private Json() {
	}

	/**
	 * Parses one complete value within {@link JsonLimits#SMALL}.
	 * @param text the text
	 * @return the value, {@code null} for the JSON literal
	 * @throws JsonException if the text is malformed, too long or too deep
	 */
	public static @Nullable Object parse(String text) {
		return parse(text, JsonLimits.SMALL);
	}

	/**
	 * Parses one complete value.
	 * @param text the text
	 * @param limits bounds on length and depth
	 * @return the value, {@code null} for the JSON literal
	 * @throws JsonException if the text is malformed or exceeds a limit
	 */
	public static @Nullable Object parse(String text, JsonLimits limits) {
		return new JsonParser(text, limits).parseDocument();
	}

	/**
	 * Parses one complete object.
	 * @param text the text
	 * @param limits bounds on length and depth
	 * @return a reader of its members
	 * @throws JsonException if the text is malformed, exceeds a limit or is no object
	 */
	public static JsonObject parseObject(String text, JsonLimits limits) {
		if (parse(text, limits) instanceof Map<?, ?> map) {
			return new JsonObject("", map);
		}
		throw new JsonException("The JSON text is not an object");
	}

	/**
	 * Writes a value compactly ({@code {"a":1,"b":[true]}}), in the order of its maps.
	 * @param value any value {@link #parse(String)} returns; other numbers and maps are
	 * accepted too
	 * @return the text
	 * @throws JsonException if the value has another type, or is not a finite number
	 */
	public static String write(@Nullable Object value) {
		StringBuilder out = new StringBuilder();
		write(value, out, 0);
		return out.toString();
	}

	private static void write(@Nullable Object value, StringBuilder out, int depth) {
		if (depth > JsonLimits.SMALL.maxDepth()) {
			throw new JsonException("The value is nested deeper than " + JsonLimits.SMALL.maxDepth() + " levels");
		}
		if (value == null || value instanceof Boolean) {
			out.append(value);
		}
		else if (value instanceof CharSequence text) {
			writeString(text, out);
		}
		else if (value instanceof Number number) {
			out.append(plainNumber(number));
		}
		else if (value instanceof Map<?, ?> map) {
			out.append('{');
			String separator = "";
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				out.append(separator);
				writeString(String.valueOf(entry.getKey()), out);
				out.append(':');
				write(entry.getValue(), out, depth + 1);
				separator = ",";
			}
			out.append('}');
		}
		else if (value instanceof Iterable<?> items) {
			out.append('[');
			String separator = "";
			for (Object item : items) {
				out.append(separator);
				write(item, out, depth + 1);
				separator = ",";
			}
			out.append(']');
		}
		else {
			throw new JsonException("A value of type " + value.getClass().getName() + " has no JSON form");
		}
	}

	private static String plainNumber(Number number) {
		if (number instanceof Double || number instanceof Float) {
			double value = number.doubleValue();
			if (Double.isNaN(value) || Double.isInfinite(value)) {
				throw new JsonException("A number that is not finite has no JSON form");
			}
			return number.toString();
		}
		return (number instanceof BigDecimal decimal) ? decimal.toPlainString() : number.toString();
	}

	private static void writeString(CharSequence text, StringBuilder out) {
		out.append('"');
		int plain = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c < 0x20 || c == '"' || c == '\\') {
				// What needs no escape is most of a text, and copied in one go.
				out.append(text, plain, i).append(escape(c));
				plain = i + 1;
			}
		}
		out.append(text, plain, text.length()).append('"');
	}

	private static String escape(char c) {
		return switch (c) {
			case '"' -> "\\\"";
			case '\\' -> "\\\\";
			case '\n' -> "\\n";
			case '\r' -> "\\r";
			case '\t' -> "\\t";
			case '\b' -> "\\b";
			case '\f' -> "\\f";
			default -> String.format("\\u%04x", (int) c);
		};
	}

}
