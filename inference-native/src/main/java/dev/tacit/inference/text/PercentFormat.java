/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Python's {@code format % values} for the conversions s, r, d, i, u, x and f. */
final class PercentFormat {

	private static final int MAX_WIDTH = 1000;

	private final String format;

	private final @Nullable Object source;

	private final List<?> values;

	private int at;

	private int next;

	private PercentFormat(String format, @Nullable Object source) {
		this.format = format;
		this.source = source;
		this.values = (source instanceof TemplateTuple tuple) ? tuple
				: new TemplateTuple(java.util.Arrays.asList(source));
	}

	static String format(String format, @Nullable Object source) {
		return new PercentFormat(format, source).run();
	}

	private String run() {
		StringBuilder out = new StringBuilder();
		boolean named = false;
		while (this.at < this.format.length()) {
			char c = this.format.charAt(this.at++);
			if (c != '%') {
				out.append(c);
			}
			else if (peek() == '%') {
				this.at++;
				out.append('%');
			}
			else {
				named |= peek() == '(';
				out.append(conversion());
			}
		}
		if (!named && !(this.source instanceof Map) && this.next < this.values.size()) {
			throw new TemplateFault("a format has fewer places than values");
		}
		return out.toString();
	}

	private char peek() {
		if (this.at >= this.format.length()) {
			throw new TemplateFault("a format ends inside a place");
		}
		return this.format.charAt(this.at);
	}

	private String conversion() {
		Object value = null;
		boolean named = peek() == '(';
		if (named) {
			int end = this.format.indexOf(')', this.at);
			String name = (end > 0) ? this.format.substring(this.at + 1, end) : "";
			if (!(this.source instanceof Map<?, ?> map) || !map.containsKey(name)) {
				throw new TemplateFault("a format names a value that is not there");
			}
			value = map.get(name);
			this.at = end + 1;
		}
		boolean left = false;
		boolean zero = false;
		boolean plus = false;
		while ("-0+ #".indexOf(peek()) >= 0) {
			char flag = this.format.charAt(this.at++);
			left |= flag == '-';
			zero |= flag == '0';
			plus |= flag == '+';
		}
		int width = number();
		int precision = -1;
		if (peek() == '.') {
			this.at++;
			precision = number();
		}
		char kind = peek();
		this.at++;
		if (!named) {
			if (this.next >= this.values.size()) {
				throw new TemplateFault("a format has more places than values");
			}
			value = this.values.get(this.next++);
		}
		return padded(converted(kind, value, precision, plus), width, left, zero && kind != 's' && kind != 'r');
	}

	private int number() {
		int number = 0;
		while (Character.isDigit(peek())) {
			number = 10 * number + this.format.charAt(this.at++) - '0';
			if (number > MAX_WIDTH) {
				throw new TemplateFault("a format asks for a width of more than " + MAX_WIDTH);
			}
		}
		return number;
	}

	private static String converted(char kind, @Nullable Object value, int precision, boolean plus) {
		String text = switch (kind) {
			case 's' -> cut(PythonText.of(value), precision);
			case 'r' -> cut(PythonText.repr(value), precision);
			case 'd', 'i', 'u' -> Long.toString(TemplateValues.isFloat(value) ? (long) TemplateValues.number(value)
					: TemplateValues.integer(value));
			case 'x' -> Long.toString(TemplateValues.integer(value), 16);
			case 'f',
					'F' ->
				String.format(Locale.ROOT, "%." + ((precision < 0) ? 6 : precision) + "f",
						new java.math.BigDecimal(TemplateValues.number(value)).setScale((precision < 0) ? 6 : precision,
								java.math.RoundingMode.HALF_EVEN));
			default -> throw new TemplateFault("a format uses a conversion that is not supported");
		};
		return (plus && kind != 's' && kind != 'r' && !text.startsWith("-")) ? "+" + text : text;
	}

	private static String cut(String text, int precision) {
		return (precision < 0 || text.codePointCount(0, text.length()) <= precision) ? text
				: text.substring(0, text.offsetByCodePoints(0, precision));
	}

	private static String padded(String text, int width, boolean left, boolean zero) {
		int missing = width - text.codePointCount(0, text.length());
		if (missing <= 0) {
			return text;
		}
		if (left) {
			return text + " ".repeat(missing);
		}
		if (!zero) {
			return " ".repeat(missing) + text;
		}
		int sign = (text.startsWith("-") || text.startsWith("+")) ? 1 : 0;
		return text.substring(0, sign) + "0".repeat(missing) + text.substring(sign);
	}

}
