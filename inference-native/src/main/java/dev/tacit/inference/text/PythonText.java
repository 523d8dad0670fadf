/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Texts of values as Python's {@code str} and {@code repr} give them. */
final class PythonText {

	private PythonText() {
	}

	/** {@code str(value)}. */
	static String of(@Nullable Object value) {
		if (value instanceof String text) {
			return text;
		}
		if (value == TemplateScope.UNDEFINED) {
			return "";
		}
		StringBuilder out = new StringBuilder();
		repr(value, out, 0);
		return out.toString();
	}

	/** {@code repr(value)}. */
	static String repr(@Nullable Object value) {
		StringBuilder out = new StringBuilder();
		repr(value, out, 0);
		return out.toString();
	}

	private static void repr(@Nullable Object value, StringBuilder out, int depth) {
		if (depth > TemplateValues.MAX_DEPTH || out.length() > TemplateBudget.MAX_TEXT) {
			throw new TemplateFault("a value is nested too deeply or too large to be printed");
		}
		if (value == null) {
			out.append("None");
		}
		else if (value == TemplateScope.UNDEFINED) {
			out.append("Undefined");
		}
		else if (value instanceof Boolean flag) {
			out.append(flag ? "True" : "False");
		}
		else if (value instanceof String text) {
			quoted(text, out);
		}
		else if (value instanceof Number number) {
			out.append(TemplateValues.isFloat(value) ? ofFloat(number.doubleValue()) : integer(number));
		}
		else if (value instanceof Map<?, ?> map) {
			String separator = "{";
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				out.append(separator);
				repr(entry.getKey(), out, depth + 1);
				out.append(": ");
				repr(entry.getValue(), out, depth + 1);
				separator = ", ";
			}
			out.append(map.isEmpty() ? "{}" : "}");
		}
		else if (value instanceof Collection<?> items) {
			boolean tuple = value instanceof TemplateTuple;
			out.append(tuple ? '(' : '[');
			String separator = "";
			for (Object item : items) {
				out.append(separator);
				repr(item, out, depth + 1);
				separator = ", ";
			}
			out.append((tuple && items.size() == 1) ? "," : "").append(tuple ? ')' : ']');
		}
		else {
			throw new TemplateFault("a namespace or a function is printed");
		}
	}

	/**
	 * Digits of an integer; a list of more than 4,300 of them is refused, as in Python.
	 */
	static String integer(Number number) {
		if (number instanceof BigInteger big && big.bitLength() > 14_000) {
			throw new TemplateFault("an integer is too long to be printed");
		}
		return number.toString();
	}

	private static void quoted(String text, StringBuilder out) {
		char quote = (text.indexOf('\'') >= 0 && text.indexOf('"') < 0) ? '"' : '\'';
		out.append(quote);
		text.codePoints().forEach((c) -> {
			if (c == quote || c == '\\') {
				out.append('\\').append((char) c);
			}
			else if (c == '\n' || c == '\r' || c == '\t') {
				out.append((c == '\n') ? "\\n" : (c == '\r') ? "\\r" : "\\t");
			}
			else if (printable(c)) {
				out.appendCodePoint(c);
			}
			else {
				out.append((c < 0x100) ? String.format("\\x%02x", c)
						: (c < 0x10000) ? String.format("\\u%04x", c) : String.format("\\U%08x", c));
			}
		});
		out.append(quote);
	}

	private static boolean printable(int c) {
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
					Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				false;
			case Character.SPACE_SEPARATOR -> c == ' ';
			default -> true;
		};
	}

	/**
	 * The shortest digits that read back as the same double, in Python's notation. Not
	 * {@link Double#toString}: before Java 19 it gives digits too many.
	 */
	static String ofFloat(double value) {
		if (Double.isNaN(value)) {
			return "nan";
		}
		if (Double.isInfinite(value)) {
			return (value > 0) ? "inf" : "-inf";
		}
		String sign = (Math.copySign(1, value) < 0) ? "-" : "";
		if (value == 0) {
			return sign + "0.0";
		}
		BigDecimal exact = new BigDecimal(Math.abs(value));
		BigDecimal shortest = exact;
		for (int precision = 1; precision <= 17; precision++) {
			shortest = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
			if (shortest.doubleValue() == Math.abs(value)) {
				break;
			}
		}
		String digits = shortest.unscaledValue().toString();
		int exponent = digits.length() - 1 - shortest.scale();
		digits = digits.replaceFirst("0+$", "");
		if (exponent < -4 || exponent >= 16) {
			String tail = (digits.length() > 1) ? "." + digits.substring(1) : "";
			return sign + digits.charAt(0) + tail + "e" + ((exponent < 0) ? '-' : '+')
					+ String.format("%02d", Math.abs(exponent));
		}
		String plain = shortest.stripTrailingZeros().toPlainString();
		return sign + plain + (plain.contains(".") ? "" : ".0");
	}

}
