/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into text, statements and expressions, with {@code trim_blocks} and
 * {@code lstrip_blocks} on, as chat templates expect: the first newline after a statement
 * and the blanks before it on its line are dropped, {@code -} and {@code +} override
 * that.
 */
final class TemplateLexer {

	private static final Pattern END_OF_RAW = Pattern.compile("\\{%([-+]?\\s*endraw\\s*[-+]?)%\\}");

	private final String source;

	private final List<Token> tokens = new ArrayList<>();

	private int line = 1;

	private boolean rawTrimsRight;

	TemplateLexer(String source) {
		String unix = source.replace("\r\n", "\n").replace('\r', '\n');
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
			String before = trimLeft ? stripped(text, true, false) : text;
			if (open < 0) {
				addText(before, textLine);
				return this.tokens;
			}
			char kind = this.source.charAt(open + 1);
			String close = (kind == '{') ? "}}" : (kind == '%') ? "%}" : "#}";
			int end = closing(open + 2, close);
			Marks marks = Marks.of(this.source.substring(open + 2, end));
			addText(trimmedRight(before, marks, kind, open, text.length()), textLine);
			this.line += newlines(marks.inner());
			at = end + 2;
			if (kind == '%' && marks.inner().strip().equals("raw")) {
				at = raw(at, marks);
				trimLeft = this.rawTrimsRight;
				continue;
			}
			if (kind != '#') {
				this.tokens.add(new Token((kind == '{') ? Kind.EXPRESSION : Kind.STATEMENT, marks.inner().strip(),
						this.line - newlines(marks.inner())));
			}
			trimLeft = marks.dashRight();
			at = afterTag(at, marks, kind);
		}
		return this.tokens;
	}

	/** The text before a tag, without what the tag's left mark or its line take away. */
	private String trimmedRight(String text, Marks marks, char kind, int open, int length) {
		if (marks.dashLeft()) {
			return stripped(text, false, true);
		}
		return (kind != '{' && !marks.plusLeft()) ? stripLineBlanks(text, open == length) : text;
	}

	/** One line end after a block tag or a comment belongs to it. */
	private int afterTag(int at, Marks marks, char kind) {
		if (!marks.dashRight() && !marks.plusRight() && kind != '{' && at < this.source.length()
				&& this.source.charAt(at) == '\n') {
			this.line++;
			return at + 1;
		}
		return at;
	}

	/**
	 * Adds the text up to {@code endraw} as it is; returns the position after the tag.
	 */
	private int raw(int from, Marks opening) {
		Matcher end = END_OF_RAW.matcher(this.source);
		if (!end.find(from)) {
			throw new ChatTemplateException("Line " + this.line + " of the chat template: 'endraw' is missing");
		}
		Marks marks = Marks.of(end.group(1));
		String text = this.source.substring(from, end.start());
		String kept = opening.dashRight() ? stripped(text, true, false) : text;
		addText(trimmedRight(kept, marks, '%', 1, 0), this.line);
		this.line += newlines(text);
		this.rawTrimsRight = marks.dashRight();
		return afterTag(end.end(), marks, '%');
	}

	private static String stripped(String text, boolean left, boolean right) {
		return TemplateText.strip(text, null, left, right);
	}

	/** The dashes and pluses at both ends of a tag, and what stands between. */
	private record Marks(boolean dashLeft, boolean plusLeft, String inner, boolean dashRight, boolean plusRight) {

		static Marks of(String body) {
			boolean left = body.startsWith("-") || body.startsWith("+");
			boolean right = body.length() > (left ? 1 : 0) && (body.endsWith("-") || body.endsWith("+"));
			String inner = body.substring(left ? 1 : 0, body.length() - (right ? 1 : 0));
			return new Marks(body.startsWith("-"), body.startsWith("+"), inner, right && body.endsWith("-"),
					right && body.endsWith("+"));
		}

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
		int braces = 0;
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
			else if (braces == 0 && this.source.startsWith(close, i)) {
				return i;
			}
			else if (close.charAt(0) != '#') {
				braces += (c == '{') ? 1 : (c == '}' && braces > 0) ? -1 : 0;
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
