/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Set;

/**
 * E-mail addresses: a local part, the sign, and a domain of two labels or more whose last
 * one consists of letters. The rarer symbols that a local part may hold separate it here,
 * so that key=value pairs are told apart.
 */
final class EmailDetector implements Detector {

	private static final int LOCAL = 128;

	private static final int DOMAIN = 190;

	@Override
	public Set<Entity> entities() {
		return Set.of(Entity.EMAIL);
	}

	@Override
	public Set<Trigger> triggers() {
		return Set.of(Trigger.CODE, Trigger.JOINED_DIGIT);
	}

	@Override
	public void detect(ScannedText text, int at, Candidates found) {
		int before = at - 1;
		while (at - before < 8 && !WordCharacters.isWord(text.at(before)) && isLocal(text.at(before))) {
			before--;
		}
		if (text.isWord(before)) {
			return;
		}
		int sign = at;
		while (sign - at < LOCAL && isLocal(text.at(sign))) {
			sign++;
		}
		if (text.at(sign) == '@') {
			int end = domainEnd(text, sign + 1);
			if (end > 0) {
				found.add(Entity.EMAIL, at, end, 0.95);
			}
		}
	}

	private static int domainEnd(ScannedText text, int start) {
		int end = start;
		while (end - start < DOMAIN && isDomain(text.at(end))) {
			end++;
		}
		// A full stop or hyphen at the end belongs to the sentence.
		while (end > start && !WordCharacters.isWord(text.at(end - 1))) {
			end--;
		}
		int dot = end;
		while (dot > start && text.at(dot - 1) != '.') {
			dot--;
		}
		boolean labels = dot > start + 1 && end - dot >= 2;
		for (int i = dot; labels && i < end; i++) {
			labels = WordCharacters.isLetter(text.at(i));
		}
		return labels ? end : -1;
	}

	private static boolean isLocal(char c) {
		return WordCharacters.isWord(c) || (c != ScannedText.NONE && "._%+'-".indexOf(c) >= 0);
	}

	private static boolean isDomain(char c) {
		return WordCharacters.isWord(c) || c == '.' || c == '-';
	}

}
