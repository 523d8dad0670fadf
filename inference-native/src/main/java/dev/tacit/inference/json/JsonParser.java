/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Recursive descent over one text. Depth is counted before each descent, so the Java
 * stack is bounded by the limit and not by the input.
 */
final class JsonParser {

	private final String text;

	private final JsonLimits limits;

	private int at;

	private int depth;

	JsonParser(String text, JsonLimits limits) {
		this.text = text;
		this.limits = limits;
	}

	@Nullable Object parseDocument() {
		if (this.text.length() > this.limits.maxCharacters()) {
			throw new JsonException("The JSON text has " + this.text.length() + " characters; the limit is "
					+ this.limits.maxCharacters());
		}
		skipBlanks();
		Object value = value();
		skipBlanks();
		if (this.at < this.text.length()) {
			throw error("text after the value");
		}
		return value;
	}

	private @Nullable Object value() {
		char c = peek();
		return switch (c) {
			case '{' -> object();
			case '[' -> array();
			case '"' -> string();
			case 't' -> literal("true", Boolean.TRUE);
			case 'f' -> literal("false", Boolean.FALSE);
			case 'n' -> literal("null", null);
			default -> {
				if (c == '-' || isDigit(c)) {
					yield number();
				}
				throw error("a character that starts no value");
			}
		};
	}

	private Map<String, Object> object() {
		enter();
		Map<String, Object> members = new LinkedHashMap<>();
		this.at++;
		skipBlanks();
		if (peek() == '}') {
			this.at++;
			this.depth--;
			return Collections.unmodifiableMap(members);
		}
		while (true) {
			skipBlanks();
			if (peek() != '"') {
				throw error("a member without a quoted name");
			}
			String name = string();
			skipBlanks();
			expect(':');
			skipBlanks();
			if (members.containsKey(name)) {
				throw error("a member name that occurs twice");
			}
			putNullable(members, name, value());
			skipBlanks();
			if (peek() == ',') {
				this.at++;
				continue;
			}
			expect('}');
			this.depth--;
			return Collections.unmodifiableMap(members);
		}
	}

	// JSON null is a legal member value; the map's declared type stays free of it.
	@SuppressWarnings("NullAway")
	private static void putNullable(Map<String, Object> members, String name, @Nullable Object value) {
		members.put(name, value);
	}

	@SuppressWarnings("NullAway")
	private List<Object> array() {
		enter();
		List<Object> items = new ArrayList<>();
		this.at++;
		skipBlanks();
		if (peek() == ']') {
			this.at++;
			this.depth--;
			return Collections.unmodifiableList(items);
		}
		while (true) {
			skipBlanks();
			items.add(value());
			skipBlanks();
			if (peek() == ',') {
				this.at++;
				continue;
			}
			expect(']');
			this.depth--;
			return Collections.unmodifiableList(items);
		}
	}

	private String string() {
		int start = ++this.at;
		int end = start;
		while (end < this.text.length()) {
			char c = this.text.charAt(end);
			if (c == '"') {
				this.at = end + 1;
				return this.text.substring(start, end);
			}
			if (c == '\\') {
				return escapedString(start, end);
			}
			if (c < 0x20) {
				this.at = end;
				throw error("a control character inside a string");
			}
			end++;
		}
		this.at = end;
		throw error("a string without an end");
	}

	private String escapedString(int start, int firstEscape) {
		StringBuilder out = new StringBuilder(this.text.substring(start, firstEscape));
		this.at = firstEscape;
		while (true) {
			char c = next();
			if (c == '"') {
				return out.toString();
			}
			if (c < 0x20) {
				throw error("a control character inside a string");
			}
			out.append((c == '\\') ? escape() : c);
		}
	}

	private char escape() {
		char c = next();
		return switch (c) {
			case '"', '\\', '/' -> c;
			case 'n' -> '\n';
			case 't' -> '\t';
			case 'r' -> '\r';
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'u' -> {
				int unit = 0;
				for (int i = 0; i < 4; i++) {
					int digit = Character.digit(next(), 16);
					if (digit < 0) {
						throw error("a malformed unicode escape");
					}
					unit = unit * 16 + digit;
				}
				yield (char) unit;
			}
			default -> throw error("an unknown escape");
		};
	}

	private Number number() {
		int start = this.at;
		boolean fraction = false;
		if (peek() == '-') {
			this.at++;
		}
		if (peek() == '0') {
			this.at++;
		}
		else {
			digits();
		}
		if (this.at < this.text.length() && this.text.charAt(this.at) == '.') {
			fraction = true;
			this.at++;
			digits();
		}
		if (this.at < this.text.length() && (this.text.charAt(this.at) | 0x20) == 'e') {
			fraction = true;
			this.at++;
			if (peek() == '+' || peek() == '-') {
				this.at++;
			}
			digits();
		}
		String digits = this.text.substring(start, this.at);
		if (fraction) {
			double value = Double.parseDouble(digits);
			if (Double.isInfinite(value)) {
				throw error("a number beyond the range of a double");
			}
			return value;
		}
		if (digits.length() < 19) {
			return Long.parseLong(digits);
		}
		if (digits.length() > 400) {
			throw error("an integer of more than 400 digits");
		}
		BigInteger value = new BigInteger(digits);
		return (value.bitLength() < 64) ? (Number) value.longValue() : value;
	}

	private void digits() {
		int start = this.at;
		while (this.at < this.text.length() && isDigit(this.text.charAt(this.at))) {
			this.at++;
		}
		if (this.at == start) {
			throw error("a number without digits");
		}
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	private @Nullable Object literal(String word, @Nullable Object value) {
		if (!this.text.startsWith(word, this.at)) {
			throw error("an unknown word");
		}
		this.at += word.length();
		return value;
	}

	private void enter() {
		if (++this.depth > this.limits.maxDepth()) {
			throw new JsonException("The JSON text is nested deeper than " + this.limits.maxDepth() + " levels");
		}
	}

	private void expect(char expected) {
		if (peek() != expected) {
			throw error("something else than '" + expected + "'");
		}
		this.at++;
	}

	private char peek() {
		if (this.at >= this.text.length()) {
			throw error("the end of the text");
		}
		return this.text.charAt(this.at);
	}

	private char next() {
		char c = peek();
		this.at++;
		return c;
	}

	private void skipBlanks() {
		while (this.at < this.text.length()) {
			char c = this.text.charAt(this.at);
			if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
				return;
			}
			this.at++;
		}
	}

	private JsonException error(String found) {
		return new JsonException("Malformed JSON: " + found + " at character " + this.at);
	}

}
