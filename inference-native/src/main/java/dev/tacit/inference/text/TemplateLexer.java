/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a template into text, statements and expressions, with {@code trim_blocks} and
 * {@code lstrip_blocks} on, as chat templates expect: the first newline after a statement
 * and the blanks before it on its line are dropped, {@code -} and {@code +} override
 * that.
 */
final class TemplateLexer {

	private final String source;

	private final List<Token> tokens = new ArrayList<>();

	private int line = 1;

	TemplateLexer(String source) {
		String unix = source.replace("\r\n", "\n");
		this.source = unix.endsWith("\n") ? unix.substring(0, unix.length() - 1) : unix;
	}

	List<Token> tokens() {
		int at = 0;
		boolean trimLeft = false;
		while (at < this.source.length()) {
			int open = nextOpen(at);
			String text = this.source.substring(at, (open < 0) ? this.source.length() : open);
			int textLine = this.line;
			this.line += newlines(text);
			if (open < 0) {
				addText(trimLeft ? text.stripLeading() : text, textLine);
				return this.tokens;
			}
			char kind = this.source.charAt(open + 1);
			String close = (kind == '{') ? "}}" : (kind == '%') ? "%}" : "#}";
			int end = closing(open + 2, close);
			String body = this.source.substring(open + 2, end);
			boolean dashLeft = body.startsWith("-");
			boolean plusLeft = body.startsWith("+");
			boolean dashRight = body.endsWith("-");
			boolean plusRight = body.endsWith("+");
			String before = trimLeft ? text.stripLeading() : text;
			if (dashLeft) {
				before = before.stripTrailing();
			}
			else if (kind != '{' && !plusLeft) {
				before = stripLineBlanks(before, at == 0);
			}
			addText(before, textLine);
			if (kind != '#') {
				String inner = body.substring((dashLeft || plusLeft) ? 1 : 0,
						body.length() - ((dashRight || plusRight) ? 1 : 0));
				this.tokens.add(new Token((kind == '{') ? Kind.EXPRESSION : Kind.STATEMENT, inner.strip(), this.line));
			}
			this.line += newlines(body);
			at = end + 2;
			trimLeft = dashRight;
			if (!dashRight && !plusRight && kind != '{' && at < this.source.length()
					&& this.source.charAt(at) == '\n') {
				at++;
				this.line++;
			}
		}
		return this.tokens;
	}

	private int nextOpen(int from) {
		for (int i = this.source.indexOf('{', from); i >= 0; i = this.source.indexOf('{', i + 1)) {
			if (i + 1 < this.source.length() && "{%#".indexOf(this.source.charAt(i + 1)) >= 0) {
				return i;
			}
		}
		return -1;
	}

	private int closing(int from, String close) {
		char quote = 0;
		for (int i = from; i + 1 < this.source.length(); i++) {
			char c = this.source.charAt(i);
			if (quote != 0) {
				if (c == '\\') {
					i++;
				}
				else if (c == quote) {
					quote = 0;
				}
			}
			else if ((c == '"' || c == '\'') && !close.startsWith("#")) {
				quote = c;
			}
			else if (this.source.startsWith(close, i)) {
				return i;
			}
		}
		throw new ChatTemplateException("Line " + this.line + " of the chat template opens a tag that never closes");
	}

	private static String stripLineBlanks(String text, boolean startOfTemplate) {
		int end = text.length();
		while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
			end--;
		}
		boolean lineStart = (end > 0) ? text.charAt(end - 1) == '\n' : startOfTemplate;
		return lineStart ? text.substring(0, end) : text;
	}

	private void addText(String text, int textLine) {
		if (!text.isEmpty()) {
			this.tokens.add(new Token(Kind.TEXT, text, textLine));
		}
	}

	private static int newlines(String text) {
		return (int) text.chars().filter((c) -> c == '\n').count();
	}

	enum Kind {

		TEXT, STATEMENT, EXPRESSION

	}

	record Token(Kind kind, String text, int line) {
	}

}
