/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Values of an organisation's own, by a pattern. RE2 matches in linear time whatever the
 * pattern and the text. A value begins at a word and ends within a bounded number of
 * words, so that a stream knows how long to wait.
 */
public final class PatternDetector implements Detector {

	/** Longest value. */
	private static final int LONGEST = 256;

	private static final int CONTEXT = 60;

	private final Entity entity;

	private final Pattern pattern;

	private final Check check;

	private final List<String> context;

	private final int words;

	/**
	 * Creates a detector.
	 * @param entity kind of value
	 * @param pattern RE2 syntax; matched from the first letter or digit of a word
	 * @param check rule for the digits of a match
	 * @param context words of which one must stand within 60 characters before; none are
	 * needed if empty
	 * @param words over how many words, as blanks separate them, a value may reach
	 */
	public PatternDetector(Entity entity, String pattern, Check check, List<String> context, int words) {
		this.entity = entity;
		this.check = check;
		this.context = context.stream().map((word) -> word.toLowerCase(Locale.ROOT)).toList();
		this.words = words;
		if (words < 1 || words > 8) {
			throw new PrivacyPolicyException("A value of " + entity.name() + " may reach over 1 to 8 words");
		}
		try {
			this.pattern = Pattern.compile(pattern);
		}
		catch (PatternSyntaxException ex) {
			throw new PrivacyPolicyException("The pattern of " + entity.name() + " is not one of RE2: "
					+ ex.getDescription() + " (look-around and back-references do not exist)");
		}
		if (this.pattern.matcher("").matches()) {
			throw new PrivacyPolicyException("The pattern of " + entity.name() + " fits an empty text");
		}
	}

	@Override
	public Set<Entity> entities() {
		return Set.of(this.entity);
	}

	@Override
	public Set<Trigger> triggers() {
		return EnumSet.of(Trigger.LETTER, Trigger.DIGIT);
	}

	@Override
	public void detect(ScannedText text, int at, Candidates found) {
		if (text.isWord(at - 1)) {
			return;
		}
		int end = at;
		int seen = 1;
		while (end - at < LONGEST) {
			char c = text.at(end);
			boolean blank = c == ' ' || c == '\n' || c == '\t';
			if (c == ScannedText.NONE || (blank && seen++ == this.words)) {
				break;
			}
			end++;
		}
		Matcher matcher = this.pattern.matcher(text.text(at, end));
		if (matcher.lookingAt() && matcher.end() > 0) {
			boolean wordEnds = !text.isWord(at + matcher.end());
			if (wordEnds && this.check.accepts(matcher.group()) && named(text, at)) {
				found.add(this.entity, at, at + matcher.end(), 0.95);
			}
		}
	}

	private boolean named(ScannedText text, int at) {
		if (this.context.isEmpty()) {
			return true;
		}
		StringBuilder before = new StringBuilder();
		for (int i = at - CONTEXT; i < at; i++) {
			before.append(text.at(i));
		}
		String lower = before.toString().toLowerCase(Locale.ROOT);
		return this.context.stream().anyMatch(lower::contains);
	}

	/** Rules for the digits and letters of a value. */
	public enum Check {

		/** The pattern is enough. */
		NONE((value) -> true),

		/** ISO/IEC 7812. */
		LUHN(CheckDigits::luhn),

		/** ISO 7064 mod 11,10. */
		MOD_11_10(CheckDigits::mod1110),

		/** ISO 7064 mod 97-10, as in an IBAN. */
		MOD_97(CheckDigits::mod97);

		private final Predicate<String> rule;

		Check(Predicate<String> rule) {
			this.rule = rule;
		}

		boolean accepts(String value) {
			if (this == NONE) {
				return true;
			}
			String compact = value.replaceAll("[^0-9A-Za-z]", "").toUpperCase(Locale.ROOT);
			boolean digits = this == MOD_97 || compact.chars().allMatch((c) -> c >= '0' && c <= '9');
			return digits && compact.length() > 3 && this.rule.test(compact);
		}

	}

}
