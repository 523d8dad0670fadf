/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.List;
import java.util.Set;

/** Reads the words of one tag, one after the other. */
final class TemplateCursor {

	private static final Set<String> KEYWORDS = Set.of("and", "or", "not", "in", "is", "if", "else", "elif");

	private final List<TemplateWord> words;

	private final int line;

	private int at;

	TemplateCursor(String source, int line) {
		this.words = TemplateWord.split(source);
		this.line = line;
	}

	int line() {
		return this.line;
	}

	TemplateWord peek() {
		return (this.at < this.words.size()) ? this.words.get(this.at) : TemplateWord.END;
	}

	TemplateWord next() {
		TemplateWord word = peek();
		this.at++;
		return word;
	}

	boolean follows(String word) {
		return this.at + 1 < this.words.size() && this.words.get(this.at + 1).is(word);
	}

	boolean accept(String word) {
		if (peek().is(word)) {
			this.at++;
			return true;
		}
		return false;
	}

	void expect(String word) {
		if (!accept(word)) {
			throw new TemplateFault("'" + word + "' is missing");
		}
	}

	boolean atName() {
		return peek().kind() == TemplateWord.Kind.NAME && !KEYWORDS.contains(peek().text());
	}

	String name() {
		if (!atName()) {
			throw new TemplateFault("a name is missing");
		}
		return next().text();
	}

	/** A name that may have dots. */
	String dotted() {
		StringBuilder name = new StringBuilder(name());
		while (accept(".")) {
			name.append('.').append(name());
		}
		return name.toString();
	}

	void end() {
		if (peek() != TemplateWord.END) {
			throw new TemplateFault("something follows the end of the tag");
		}
	}

}
