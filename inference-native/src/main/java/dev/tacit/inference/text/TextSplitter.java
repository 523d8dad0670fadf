/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts text into the pieces that are merged on their own, with the patterns of the
 * tokenizer's file. Patterns that are known to need linear time run as they are; any
 * other one runs with a budget, for it comes from a file.
 */
final class TextSplitter {

	static final String GPT2 = "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

	private static final String LLAMA3 = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
			+ "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

	private static final Set<String> LINEAR = Set.of(GPT2, LLAMA3, LLAMA3.replace("{1,3}", ""),
			"'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");

	private final List<Pattern> patterns;

	TextSplitter(List<String> patterns) {
		this.patterns = patterns.stream().map((p) -> Pattern.compile(p, Pattern.UNICODE_CHARACTER_CLASS)).toList();
	}

	void split(String text, Consumer<String> pieces) {
		split(text, 0, pieces);
	}

	private void split(String text, int step, Consumer<String> pieces) {
		if (text.isEmpty()) {
			return;
		}
		if (step == this.patterns.size()) {
			pieces.accept(text);
			return;
		}
		Pattern pattern = this.patterns.get(step);
		Matcher matcher = pattern.matcher(LINEAR.contains(pattern.pattern()) ? text : new Metered(text));
		int end = 0;
		while (matcher.find()) {
			if (matcher.end() > matcher.start()) {
				split(text.substring(end, matcher.start()), step + 1, pieces);
				split(text.substring(matcher.start(), matcher.end()), step + 1, pieces);
				end = matcher.end();
			}
		}
		split(text.substring(end), step + 1, pieces);
	}

	/** Counts how often a pattern looks at a character, and ends an explosion. */
	private static final class Metered implements CharSequence {

		private final String text;

		private long left;

		Metered(String text) {
			this.text = text;
			this.left = 1_000_000L + 200L * text.length();
		}

		@Override
		public int length() {
			return this.text.length();
		}

		@Override
		public char charAt(int index) {
			if (--this.left < 0) {
				throw new TokenizerException(
						"The split pattern of tokenizer.json needs too long for this text; use another tokenizer");
			}
			return this.text.charAt(index);
		}

		@Override
		public CharSequence subSequence(int start, int end) {
			return this.text.subSequence(start, end);
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}
