/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

/** Reads a quoted text with Python's escapes. */
final class TemplateLiteral {

	private TemplateLiteral() {
	}

	/** Appends the text and returns the position after the closing quote. */
	static int read(String source, int start, StringBuilder text) {
		char quote = source.charAt(start);
		int at = start + 1;
		while (at < source.length()) {
			char c = source.charAt(at++);
			if (c == quote) {
				return at;
			}
			if (c == '\\' && at < source.length()) {
				at = escape(source, at, text);
			}
			else {
				text.append(c);
			}
		}
		throw new TemplateFault("a text literal never ends");
	}

	private static int escape(String source, int at, StringBuilder text) {
		char c = source.charAt(at);
		switch (c) {
			case 'n' -> text.append('\n');
			case 't' -> text.append('\t');
			case 'r' -> text.append('\r');
			case 'b' -> text.append('\b');
			case 'f' -> text.append('\f');
			case 'v' -> text.append('\u000b');
			case 'a' -> text.append('\u0007');
			case '\\', '\'', '"' -> text.append(c);
			case '\n' -> {
			}
			case 'x' -> {
				return code(source, at + 1, 2, text);
			}
			case 'u' -> {
				return code(source, at + 1, 4, text);
			}
			case 'U' -> {
				return code(source, at + 1, 8, text);
			}
			case 'N' -> throw new TemplateFault("an escape by the name of a character is not supported");
			default -> {
				if (c < '0' || c > '7') {
					text.append('\\').append(c);
					return at + 1;
				}
				int end = at;
				while (end < source.length() && end < at + 3 && source.charAt(end) >= '0'
						&& source.charAt(end) <= '7') {
					end++;
				}
				text.append((char) Integer.parseInt(source.substring(at, end), 8));
				return end;
			}
		}
		return at + 1;
	}

	private static int code(String source, int start, int digits, StringBuilder text) {
		int end = start + digits;
		int code = 0;
		for (int i = start; i < end; i++) {
			int digit = (i < source.length()) ? Character.digit(source.charAt(i), 16) : -1;
			if (digit < 0 || code > Character.MAX_CODE_POINT) {
				throw new TemplateFault("a malformed escape in a text literal");
			}
			code = 16 * code + digit;
		}
		if (!Character.isValidCodePoint(code)) {
			throw new TemplateFault("a malformed escape in a text literal");
		}
		text.appendCodePoint(code);
		return end;
	}

}
