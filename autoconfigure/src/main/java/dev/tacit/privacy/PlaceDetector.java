/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Set;
import java.util.stream.Stream;

/**
 * Street addresses, post-office boxes and postal codes. American, British, German, French
 * and Spanish forms; a bare number is a postal code only where its surroundings say so.
 */
final class PlaceDetector implements Detector {

	private static final String[] ENDINGS = { "stra\u00dfe", "strasse", "str", "weg", "platz", "allee", "gasse", "ring",
			"damm", "ufer", "straat", "laan", "gracht", "plein" };

	private static final String[] NO_ENDINGS = {};

	private static final String[][] ENDINGS_BY_LAST = endingsByLast();

	private static final Set<String> GERMAN = Set.of("Stra\u00dfe", "Strasse", "Str", "Weg", "Platz", "Allee", "Gasse",
			"Ring", "Damm");

	private static final String[] BOXES = { "p.o. box ", "po box ", "p.o.box ", "postfach ", "apartado ", "apdo. ",
			"bo\u00eete postale ", "bp " };

	private static String[][] endingsByLast() {
		String[][] table = new String[0x80][];
		for (char c = 0; c < table.length; c++) {
			char last = c;
			table[c] = Stream.of(ENDINGS)
				.filter((ending) -> ending.charAt(ending.length() - 1) == last)
				.toArray(String[]::new);
		}
		return table;
	}

	@Override
	public Set<Entity> entities() {
		return Set.of(Entity.ADDRESS, Entity.POSTAL_CODE);
	}

	@Override
	public Set<Trigger> triggers() {
		return Set.of(Trigger.CAPITAL, Trigger.DIGIT);
	}

	@Override
	public void detect(ScannedText text, int at, Candidates found) {
		if (text.isWord(at - 1)) {
			return;
		}
		char c = text.at(at);
		if (WordCharacters.isDigit(c)) {
			numberFirst(text, at, found);
			postalDigits(text, at, found);
		}
		else if (WordCharacters.isUpper(c)) {
			streetFirst(text, at, found);
			if (c == 'P' || c == 'A' || c == 'B') {
				box(text, at, found);
			}
			if (isUpperOrDigit(text.at(at + 1))) {
				british(text, at, found);
			}
		}
	}

	/** 221B Baker Street, Apt 4; 12 rue de la Paix. */
	private static void numberFirst(ScannedText text, int at, Candidates found) {
		int end = at;
		while (end - at < 5 && WordCharacters.isDigit(text.at(end))) {
			end++;
		}
		if (WordCharacters.isLetter(text.at(end)) && !text.isWord(end + 1)) {
			end++;
		}
		int next = (text.at(end) == ',') ? end + 1 : end;
		if (text.at(next) != ' ' || text.at(at - 1) == '.') {
			return;
		}
		int from = next + 1;
		for (int i = 0; i < 6; i++) {
			int to = wordEnd(text, from);
			if (to == from) {
				return;
			}
			boolean upper = WordCharacters.isUpper(text.at(from))
					|| (WordCharacters.isDigit(text.at(from)) && Character.isLowerCase(text.at(to - 1)));
			if (i > 0 && !upper) {
				return;
			}
			long cues = text.cuesOf(from, to);
			if (i == 0 && Cue.STREET_PREFIX.in(cues)) {
				int street = streetName(text, to);
				if (street > 0) {
					found.add(Entity.ADDRESS, at, street, 0.8);
				}
				return;
			}
			if (i > 0 && Cue.STREET_SUFFIX.in(cues)) {
				found.add(Entity.ADDRESS, at, unit(text, to), 0.85);
				return;
			}
			boolean abbreviated = text.at(to) == '.' && to - from <= 2;
			int space = abbreviated ? to + 1 : to;
			if (!upper || text.at(space) != ' ' || Cue.NEGATIVE.in(cues)) {
				return;
			}
			from = space + 1;
		}
	}

	/** Capitalised words and particles after "rue" or "Calle". */
	private static int streetName(ScannedText text, int from) {
		int at = from;
		int end = -1;
		for (int i = 0; i < 6 && text.at(at) == ' '; i++) {
			int to = wordEnd(text, at + 1);
			boolean name = WordCharacters.isUpper(text.at(at + 1));
			if (to == at + 1 || (!name && to - at > 5)) {
				break;
			}
			if (text.at(to) == '\'') {
				to = wordEnd(text, to + 1);
				name = true;
			}
			end = name ? to : end;
			at = to;
		}
		return end;
	}

	/** Hauptstra\u00dfe 12a; Calle Mayor 5; Am Markt 3. */
	private static void streetFirst(ScannedText text, int at, Candidates found) {
		int end = wordEnd(text, at);
		if (end - at < 3) {
			return;
		}
		int street = -1;
		if (Cue.STREET_PREFIX.in(text.cuesOf(at, end))) {
			street = streetName(text, end);
		}
		else if (endsAsStreet(text, at, end)) {
			street = (text.at(end) == '.') ? end + 1 : end;
		}
		else if ((text.at(end) == ' ' || text.at(end) == '-') && WordCharacters.isUpper(text.at(end + 1))) {
			int second = wordEnd(text, end + 1);
			if (germanWord(text, end + 1, second)) {
				street = (text.at(second) == '.') ? second + 1 : second;
			}
		}
		if (street < 0) {
			return;
		}
		int number = (text.at(street) == ',') ? street + 1 : street;
		if (text.at(number) != ' ' || !WordCharacters.isDigit(text.at(number + 1))) {
			return;
		}
		int last = number + 1;
		while (last - number < 5 && WordCharacters.isDigit(text.at(last))) {
			last++;
		}
		if (WordCharacters.isLetter(text.at(last)) && !text.isWord(last + 1)) {
			last++;
		}
		if (!text.isWord(last)) {
			found.add(Entity.ADDRESS, at, last, 0.85);
		}
	}

	private static boolean endsAsStreet(ScannedText text, int from, int to) {
		char last = Lexicon.fold(text.at(to - 1));
		for (String ending : (last < 0x80) ? ENDINGS_BY_LAST[last] : NO_ENDINGS) {
			int start = to - ending.length();
			if (start >= from + 2 && NetworkDetector.starts(text, start, ending)) {
				return true;
			}
		}
		return false;
	}

	private static boolean germanWord(ScannedText text, int from, int to) {
		String word = (to - from <= 7) ? text.text(from, to) : "";
		return GERMAN.contains(word);
	}

	/** Apt 4, Suite 12B, #3 after a street. */
	private static int unit(ScannedText text, int end) {
		int at = (text.at(end) == '.') ? end + 1 : end;
		int close = at;
		if (text.at(at) == ',') {
			at++;
		}
		if (text.at(at) != ' ') {
			return end;
		}
		int word = wordEnd(text, ++at);
		boolean named = word > at && Cue.UNIT.in(text.cuesOf(at, word));
		if (named) {
			at = (text.at(word) == '.') ? word + 1 : word;
			at = (text.at(at) == ' ') ? at + 1 : at;
		}
		boolean hash = text.at(at) == '#';
		if (!named && !hash) {
			return end;
		}
		at = hash ? at + 1 : at;
		int last = at;
		while (last - at < 5 && text.isWord(last)) {
			last++;
		}
		return (last > at && last - at < 5) ? last : Math.max(end, close);
	}

	private static void box(ScannedText text, int at, Candidates found) {
		int next = -1;
		for (String form : BOXES) {
			if (NetworkDetector.starts(text, at, form)) {
				next = at + form.length();
				break;
			}
		}
		int end = next;
		while (next > 0 && end - next < 8 && (WordCharacters.isDigit(text.at(end))
				|| (text.at(end) == ' ' && end > next && WordCharacters.isDigit(text.at(end + 1))))) {
			end++;
		}
		boolean abbreviation = text.at(at + 1) == 'P' && text.at(at + 2) == ' ';
		if (end > next && !abbreviation) {
			found.add(Entity.ADDRESS, at, end, 0.85);
		}
	}

	/** Five digits after a state or a cue, or before a place in an address. */
	private static void postalDigits(ScannedText text, int at, Candidates found) {
		int end = at;
		while (end - at < 6 && WordCharacters.isDigit(text.at(end))) {
			end++;
		}
		int length = end - at;
		if (length < 4 || length > 5 || text.at(at - 1) == '.' || text.at(at - 1) == '$') {
			return;
		}
		boolean joined = text.isWord(end) || ((text.at(end) == '.' || text.at(end) == ',' || text.at(end) == '/')
				&& WordCharacters.isDigit(text.at(end + 1)));
		if (joined) {
			return;
		}
		int before = text.wordEndBefore(at);
		boolean state = length == 5 && before >= 0 && at - before <= 2 && state(text, before);
		boolean cued = text.context(at).names(Cue.POSTAL);
		int full = end;
		if (length == 5 && text.at(end) == '-' && WordCharacters.isDigit(text.at(end + 1))) {
			full = end + 1;
			while (full - end < 6 && WordCharacters.isDigit(text.at(full))) {
				full++;
			}
			if (full - end != 5 || text.isWord(full)) {
				return;
			}
		}
		if (state || cued) {
			found.add(Entity.POSTAL_CODE, at, full, 0.85);
		}
		else if (full == end && placeFollows(text, at, end)) {
			found.add(Entity.POSTAL_CODE, at, end, 0.6);
		}
	}

	private static boolean state(ScannedText text, int end) {
		boolean two = WordCharacters.isUpper(text.at(end - 1)) && WordCharacters.isUpper(text.at(end - 2))
				&& !text.isWord(end - 3);
		return two && Cue.US_STATE.in(text.cuesOf(end - 2, end));
	}

	/**
	 * "12, 10115 Berlin" and "28013 Madrid": a house number or comma before, a place
	 * after.
	 */
	private static boolean placeFollows(ScannedText text, int at, int end) {
		if (text.at(end) != ' ' || !WordCharacters.isUpper(text.at(end + 1))
				|| !Character.isLowerCase(text.at(end + 2))) {
			return false;
		}
		int before = at - 1;
		while (at - before < 3 && (text.at(before) == ' ' || text.at(before) == '\n')) {
			before--;
		}
		char c = text.at(before);
		boolean separated = (c == ',' || c == '\n' || text.at(at - 1) == '\n')
				&& WordCharacters.isWord(text.at(before - 1));
		boolean country = text.at(at - 1) == '-' && WordCharacters.isUpper(text.at(at - 2));
		return separated || country;
	}

	/** SW1A 1AA. */
	private static void british(ScannedText text, int at, Candidates found) {
		int end = at;
		while (end - at < 4 && isUpperOrDigit(text.at(end))) {
			end++;
		}
		int outward = end - at;
		boolean digit = false;
		for (int i = at; i < end; i++) {
			digit |= WordCharacters.isDigit(text.at(i));
		}
		if (outward < 2 || !digit || text.at(end) != ' ') {
			return;
		}
		boolean inward = WordCharacters.isDigit(text.at(end + 1)) && isUpper(text.at(end + 2))
				&& isUpper(text.at(end + 3));
		boolean form = isUpper(text.at(at)) && (WordCharacters.isDigit(text.at(at + 1)) || isUpper(text.at(at + 1)));
		if (inward && form && !text.isWord(end + 4)) {
			found.add(Entity.POSTAL_CODE, at, end + 4, 0.85);
		}
	}

	private static boolean isUpper(char c) {
		return c >= 'A' && c <= 'Z';
	}

	private static boolean isUpperOrDigit(char c) {
		return isUpper(c) || WordCharacters.isDigit(c);
	}

	private static int wordEnd(ScannedText text, int from) {
		int end = from;
		while (end - from < 24 && (WordCharacters.isLetter(text.at(end))
				|| (text.at(end) == '-' && WordCharacters.isLetter(text.at(end + 1)))
				|| (WordCharacters.isDigit(text.at(from)) && text.isWord(end)))) {
			end++;
		}
		return end;
	}

}
