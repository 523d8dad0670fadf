/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A word of a tag.
 *
 * @param kind what it is
 * @param text its text; that of a literal without quotes and escapes
 */
record TemplateWord(Kind kind, String text) {

	static final TemplateWord END = new TemplateWord(Kind.END, "");

	private static final Set<String> PAIRS = Set.of("==", "!=", "<=", ">=", "**", "//");

	enum Kind {

		NAME, TEXT, INTEGER, FLOAT, OPERATOR, END

	}

	boolean is(String word) {
		return (this.kind == Kind.NAME || this.kind == Kind.OPERATOR) && this.text.equals(word);
	}

	/** Cuts the inside of a tag into words. */
	static List<TemplateWord> split(String source) {
		List<TemplateWord> words = new ArrayList<>();
		int at = 0;
		while (at < source.length()) {
			char c = source.charAt(at);
			int start = at;
			if (Character.isWhitespace(c)) {
				at++;
			}
			else if (c == '"' || c == '\'') {
				StringBuilder text = new StringBuilder();
				at = TemplateLiteral.read(source, at, text);
				words.add(new TemplateWord(Kind.TEXT, text.toString()));
			}
			else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
				while (at < source.length()
						&& (Character.isUnicodeIdentifierPart(source.charAt(at)) || source.charAt(at) == '_')) {
					at++;
				}
				words.add(new TemplateWord(Kind.NAME, source.substring(start, at)));
			}
			else if (isDigit(c)) {
				at = number(source, at, words);
			}
			else {
				String pair = source.substring(at, Math.min(source.length(), at + 2));
				String operator = PAIRS.contains(pair) ? pair : String.valueOf(c);
				if (operator.length() == 1 && "+-*/%~<>=.:,|()[]{}".indexOf(c) < 0) {
					throw new TemplateFault("a character that belongs to no expression");
				}
				words.add(new TemplateWord(Kind.OPERATOR, operator));
				at += operator.length();
			}
		}
		return words;
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	private static int number(String source, int start, List<TemplateWord> words) {
		boolean member = start > 0 && source.charAt(start - 1) == '.';
		int at = digits(source, start);
		boolean fraction = false;
		if (!member && at + 1 < source.length() && source.charAt(at) == '.' && isDigit(source.charAt(at + 1))) {
			fraction = true;
			at = digits(source, at + 1);
		}
		if (!member && at < source.length() && (source.charAt(at) == 'e' || source.charAt(at) == 'E')) {
			int exponent = at + 1;
			if (exponent < source.length() && "+-".indexOf(source.charAt(exponent)) >= 0) {
				exponent++;
			}
			if (exponent < source.length() && isDigit(source.charAt(exponent))) {
				fraction = true;
				at = digits(source, exponent);
			}
		}
		if (at < source.length() && Character.isUnicodeIdentifierStart(source.charAt(at))) {
			throw new TemplateFault("a number in a form that is not supported");
		}
		String text = source.substring(start, at).replace("_", "");
		if (!fraction && new BigInteger(text).bitLength() > 63) {
			throw new TemplateFault("a number is out of range");
		}
		words.add(new TemplateWord(fraction ? Kind.FLOAT : Kind.INTEGER, text));
		return at;
	}

	private static int digits(String source, int start) {
		int at = start;
		while (at < source.length() && (isDigit(source.charAt(at)) || source.charAt(at) == '_')) {
			at++;
		}
		return at;
	}

}
