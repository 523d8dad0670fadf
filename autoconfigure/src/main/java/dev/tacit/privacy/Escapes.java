/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

/** Character references, percent-encoding and JSON escapes. */
final class Escapes {

	private static final int LONGEST = 10;

	private Escapes() {
	}

	/**
	 * Length of the escape that begins here: 1 if there is none, 0 if later text decides.
	 */
	static int length(CharSequence text, int at, boolean complete) {
		int limit = Math.min(text.length(), at + LONGEST);
		boolean whole = complete || text.length() >= at + LONGEST;
		int end = switch (text.charAt(at)) {
			case '%' -> fixed(text, at + 1, 2, limit);
			case '\\' -> backslash(text, at, limit);
			default -> reference(text, at, limit);
		};
		if (end == limit && !whole && text.length() < at + LONGEST) {
			return 0;
		}
		return (end > at && end <= limit && end < Integer.MAX_VALUE && valid(text, at, end)) ? end - at : 1;
	}

	private static boolean valid(CharSequence text, int at, int end) {
		return decoded(text, at, end - at) >= 0;
	}

	/** End of so many hexadecimal digits; the limit if they reach it; -1 if others. */
	private static int fixed(CharSequence text, int from, int count, int limit) {
		for (int i = from; i < from + count; i++) {
			if (i >= limit) {
				return limit;
			}
			if (Character.digit(text.charAt(i), 16) < 0) {
				return -1;
			}
		}
		return from + count;
	}

	private static int backslash(CharSequence text, int at, int limit) {
		if (at + 1 >= limit) {
			return limit;
		}
		char c = text.charAt(at + 1);
		if (c == 'u') {
			return fixed(text, at + 2, 4, limit);
		}
		return ("nrt\"\\/".indexOf(c) >= 0) ? at + 2 : -1;
	}

	private static int reference(CharSequence text, int at, int limit) {
		for (int i = at + 1; i < limit; i++) {
			char c = text.charAt(i);
			if (c == ';') {
				return i + 1;
			}
			if (!(c < 0x80 && Character.isLetterOrDigit(c)) && !(c == '#' && i == at + 1)) {
				return -1;
			}
		}
		return limit;
	}

	/** The code point an escape stands for, -1 if it stands for none. */
	static int decoded(CharSequence text, int at, int length) {
		String escape = text.subSequence(at, at + length).toString();
		try {
			if (escape.charAt(0) == '%') {
				int value = Integer.parseInt(escape.substring(1), 16);
				return (value >= 0x20 && value < 0x7f) ? value : -1;
			}
			if (escape.charAt(0) == '\\') {
				return backslashed(escape);
			}
			return referenced(escape);
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

	private static int backslashed(String escape) {
		if (escape.length() == 1) {
			return -1;
		}
		return switch (escape.charAt(1)) {
			case 'u' -> (escape.length() == 6) ? Integer.parseInt(escape.substring(2), 16) : -1;
			case 'n', 'r' -> '\n';
			case 't' -> '\t';
			default -> escape.charAt(1);
		};
	}

	private static int referenced(String escape) {
		if (!escape.endsWith(";")) {
			return -1;
		}
		String name = escape.substring(1, escape.length() - 1);
		if (name.startsWith("#")) {
			boolean hex = name.length() > 1 && Character.toLowerCase(name.charAt(1)) == 'x';
			int value = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
			return Character.isValidCodePoint(value) ? value : -1;
		}
		return switch (name) {
			case "amp" -> '&';
			case "lt" -> '<';
			case "gt" -> '>';
			case "quot" -> '"';
			case "apos" -> '\'';
			case "nbsp" -> ' ';
			case "commat" -> '@';
			case "period" -> '.';
			case "hyphen" -> '-';
			default -> -1;
		};
	}

}
