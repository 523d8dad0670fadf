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
 * Reads names and values as models write them in calls: Python and JSON literals mixed,
 * either quote, raw line ends and forgotten escapes inside strings.
 */
final class ToolCallScanner {

	private static final int MAX_DEPTH = 60;

	private final String text;

	private int at;

	private int depth;

	ToolCallScanner(String text) {
		this.text = text;
	}

	int position() {
		return this.at;
	}

	void position(int position) {
		this.at = position;
	}

	boolean done() {
		skipBlanks();
		return this.at >= this.text.length();
	}

	boolean accept(char expected) {
		skipBlanks();
		if (this.at < this.text.length() && this.text.charAt(this.at) == expected) {
			this.at++;
			return true;
		}
		return false;
	}

	private char peek() {
		return (this.at < this.text.length()) ? this.text.charAt(this.at) : 0;
	}

	void skipBlanks() {
		while (this.at < this.text.length() && Character.isWhitespace(this.text.charAt(this.at))) {
			this.at++;
		}
	}

	/** Letters, digits, underscores, dots and dashes; perhaps none. */
	String name() {
		skipBlanks();
		int start = this.at;
		while (this.at < this.text.length() && isNamePart(this.text.charAt(this.at))) {
			this.at++;
		}
		return this.text.substring(start, this.at);
	}

	private static boolean isNamePart(char c) {
		return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
	}

	/** A value, where nothing says how it ends but itself. */
	@Nullable Object value(Place place) {
		skipBlanks();
		char c = peek();
		return switch (c) {
			case 0 -> throw new JsonException("The call ends where a value is due");
			case '"', '\'' -> string(c, place);
			case '[' -> list('[', ']');
			case '(' -> list('(', ')');
			case '{' -> map();
			default -> bare();
		};
	}

	private List<@Nullable Object> list(char open, char close) {
		enter(open);
		List<@Nullable Object> items = new ArrayList<>();
		while (!accept(close)) {
			items.add(value(Place.ITEM));
			if (!accept(',') && peek() != close) {
				throw new JsonException("An item of a list has no end");
			}
		}
		this.depth--;
		return items;
	}

	private Map<String, @Nullable Object> map() {
		enter('{');
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		while (!accept('}')) {
			Object name = value(Place.KEY);
			if (!accept(':')) {
				throw new JsonException("A member of a map has no value");
			}
			members.put(String.valueOf(name), value(Place.ITEM));
			if (!accept(',') && peek() != '}') {
				throw new JsonException("A member of a map has no end");
			}
		}
		this.depth--;
		return members;
	}

	private void enter(char open) {
		if (++this.depth > MAX_DEPTH) {
			throw new JsonException("The call is nested deeper than " + MAX_DEPTH + " levels");
		}
		accept(open);
	}

	/** A number, a word of Python or JSON, or text without quotes up to a separator. */
	private @Nullable Object bare() {
		int start = this.at;
		while (this.at < this.text.length() && ",)]}:\n".indexOf(this.text.charAt(this.at)) < 0) {
			this.at++;
		}
		String literal = this.text.substring(start, this.at).strip();
		if (literal.isEmpty()) {
			throw new JsonException("A value is missing");
		}
		return switch (literal) {
			case "None", "null" -> null;
			case "True", "true" -> Boolean.TRUE;
			case "False", "false" -> Boolean.FALSE;
			default -> literal.matches("[-+]?[\\d_]*\\.?\\d*([eE][-+]?\\d+)?") && literal.matches(".*\\d.*")
					? number(literal) : literal;
		};
	}

	/** Python's forms that JSON lacks: signs, leading zeros, underscores, bare points. */
	private static Object number(String literal) {
		String digits = literal.replace("_", "").replaceFirst("^\\+", "").replaceFirst("^(-?)\\.", "$10.");
		digits = digits.replaceFirst("^(-?)0+(?=\\d)", "$1").replaceFirst("\\.(?=$|[eE])", ".0");
		Object number = (digits.length() <= 400) ? Json.parse(digits) : null;
		if (number == null) {
			throw new JsonException("A number is too long");
		}
		return number;
	}

	/**
	 * A quote ends the string only where a separator follows: models forget to escape.
	 */
	private String string(char quote, Place place) {
		StringBuilder out = new StringBuilder();
		for (this.at++; this.at < this.text.length(); this.at++) {
			char c = this.text.charAt(this.at);
			if (c == '\\' && this.at + 1 < this.text.length()) {
				this.at++;
				escape(out);
			}
			else if (c == quote && endsHere(this.at + 1, place)) {
				this.at++;
				return out.toString();
			}
			else {
				out.append(c);
			}
		}
		throw new JsonException("A string has no end");
	}

	private void escape(StringBuilder out) {
		char c = this.text.charAt(this.at);
		switch (c) {
			case 'n' -> out.append('\n');
			case 'r' -> out.append('\r');
			case 't' -> out.append('\t');
			case 'b' -> out.append('\b');
			case 'f' -> out.append('\f');
			case '\\', '\'', '"', '/' -> out.append(c);
			case 'u' -> {
				String digits = this.text.substring(this.at + 1, Math.min(this.text.length(), this.at + 5));
				if (digits.matches("[0-9a-fA-F]{4}")) {
					out.append((char) Integer.parseInt(digits, 16));
					this.at += 4;
				}
				else {
					out.append("\\u");
				}
			}
			default -> out.append('\\').append(c);
		}
	}

	private boolean endsHere(int after, Place place) {
		int i = skipped(after);
		if (i >= this.text.length()) {
			return true;
		}
		char c = this.text.charAt(i);
		return switch (place) {
			case KEY -> c == ':';
			case ITEM -> c == ',' || c == ']' || c == '}' || c == ')';
			case POSITIONAL -> c == ',' || c == ')' || c == ']';
			case NAMED -> c == ')' || c == ']' || (c == ',' && namedArgumentAt(i + 1));
		};
	}

	private int skipped(int from) {
		int i = from;
		while (i < this.text.length() && Character.isWhitespace(this.text.charAt(i))) {
			i++;
		}
		return i;
	}

	/** After a named argument comes another one, or the end: a comma alone is text. */
	private boolean namedArgumentAt(int from) {
		int i = skipped(from);
		int start = i;
		while (i < this.text.length() && isNamePart(this.text.charAt(i))) {
			i++;
		}
		int end = skipped(i);
		return (i == start) ? i >= this.text.length() || this.text.charAt(i) == ')'
				: end < this.text.length() && this.text.charAt(end) == '=';
	}

	/** Where a value stands, which says what may follow it. */
	enum Place {

		NAMED, POSITIONAL, ITEM, KEY

	}

}
