/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Set;

/** Ages from 90 to 125, the only ones that identify: digits with a cue on either side. */
final class AgeDetector implements Detector {

	@Override
	public Set<Entity> entities() {
		return Set.of(Entity.AGE);
	}

	@Override
	public Set<Trigger> triggers() {
		return Set.of(Trigger.DIGIT, Trigger.LETTER);
	}

	@Override
	public void detect(ScannedText text, int at, Candidates found) {
		if (text.isWord(at - 1)) {
			return;
		}
		if (WordCharacters.isDigit(text.at(at))) {
			digits(text, at, found);
		}
		else {
			words(text, at, found);
		}
	}

	private static void digits(ScannedText text, int at, Candidates found) {
		int end = at;
		int value = 0;
		while (end - at < 3 && WordCharacters.isDigit(text.at(end))) {
			value = 10 * value + text.at(end++) - '0';
		}
		if (value < 90 || value > 125 || WordCharacters.isDigit(text.at(end)) || text.at(at - 1) == '.') {
			return;
		}
		char after = text.at(end);
		if (value == 90 && after == '+') {
			// Generalised already.
			return;
		}
		if ((after == '.' || after == ',' || after == '/') && WordCharacters.isDigit(text.at(end + 1))) {
			return;
		}
		if (unitFollows(text, end)) {
			found.add(Entity.AGE, at, end, 0.9);
		}
		else if (text.context(at).names(Cue.AGE) && Cue.AGE.in(text.cuesBefore(at, 3)) && after != '%') {
			found.add(Entity.AGE, at, end, 0.85);
		}
	}

	/** "ninety-two years old". */
	private static void words(ScannedText text, int at, Candidates found) {
		if (!NetworkDetector.starts(text, at, "ninety") && !NetworkDetector.starts(text, at, "neunzig")) {
			return;
		}
		int end = wordEnd(text, at);
		if (text.at(end) == '-' || text.at(end) == ' ') {
			int next = wordEnd(text, end + 1);
			if (Cue.NUMBER_WORD.in(cues(text, end + 1, next))) {
				end = next;
			}
		}
		if (unitFollows(text, end) || Cue.AGE.in(text.cuesBefore(at, 2))) {
			found.add(Entity.AGE, at, end, 0.85);
		}
	}

	private static int wordEnd(ScannedText text, int from) {
		int end = from;
		while (end - from < 16 && WordCharacters.isLetter(text.at(end))) {
			end++;
		}
		return end;
	}

	private static long cues(ScannedText text, int from, int to) {
		return (to > from) ? text.cuesOf(from, to) : 0;
	}

	/** Years old, y/o, yo, Jahre alt, ans, a\u00f1os; "years" alone measures time. */
	private static boolean unitFollows(ScannedText text, int end) {
		int at = end;
		char c = text.at(at);
		if (c == ' ' || c == '-') {
			c = text.at(++at);
		}
		if (c == 'y' && (text.at(at + 1) == '/' || text.at(at + 1) == 'o')) {
			return text.at(at + 1) == '/' ? text.at(at + 2) == 'o' : !text.isWord(at + 2);
		}
		int unit = wordEnd(text, at);
		if (!Cue.AGE_UNIT.in(cues(text, at, unit))) {
			return false;
		}
		int old = (text.at(unit) == ' ' || text.at(unit) == '-') ? unit + 1 : unit;
		int oldEnd = wordEnd(text, old);
		return Cue.AGE.in(cues(text, old, oldEnd)) || Cue.AGE.in(cues(text, at, unit));
	}

}
