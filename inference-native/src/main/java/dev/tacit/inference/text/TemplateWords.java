/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the inside of a tag into words; a text literal becomes one word that starts with
 * an apostrophe.
 */
final class TemplateWords {

	private TemplateWords() {
	}

	static List<String> split(String source, int line) {
		List<String> words = new ArrayList<>();
		int at = 0;
		while (at < source.length()) {
			char c = source.charAt(at);
			if (Character.isWhitespace(c)) {
				at++;
			}
			else if (c == '"' || c == '\'') {
				at = literal(source, at, line, words);
			}
			else if (Character.isJavaIdentifierStart(c)) {
				int start = at;
				while (at < source.length() && Character.isJavaIdentifierPart(source.charAt(at))) {
					at++;
				}
				words.add(source.substring(start, at));
			}
			else if (Character.isDigit(c)) {
				int start = at;
				while (at < source.length() && Character.isDigit(source.charAt(at))) {
					at++;
				}
				if (at - start > 18) {
					throw new ChatTemplateException("Line " + line + " of the chat template: a number is too long");
				}
				words.add(source.substring(start, at));
			}
			else {
				String two = source.substring(at, Math.min(source.length(), at + 2));
				String operator = List.of("==", "!=", "<=", ">=").contains(two) ? two : String.valueOf(c);
				words.add(operator);
				at += operator.length();
			}
		}
		return words;
	}

	private static int literal(String source, int start, int line, List<String> words) {
		char quote = source.charAt(start);
		StringBuilder text = new StringBuilder("'");
		for (int i = start + 1; i < source.length(); i++) {
			char c = source.charAt(i);
			if (c == quote) {
				words.add(text.toString());
				return i + 1;
			}
			if (c == '\\' && i + 1 < source.length()) {
				char escaped = source.charAt(++i);
				switch (escaped) {
					case 'n' -> text.append('\n');
					case 't' -> text.append('\t');
					case 'r' -> text.append('\r');
					case '\\', '\'', '"' -> text.append(escaped);
					default -> text.append('\\').append(escaped);
				}
			}
			else {
				text.append(c);
			}
		}
		throw new ChatTemplateException("Line " + line + " of the chat template: a text literal never ends");
	}

}
