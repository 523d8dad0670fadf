/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Set;

/**
 * Dates that exist: 2024-11-23, 23.11.2024, 11/23/2024, 23 November 2024, November 23,
 * 2024, in digits or with the month's name in English, German, French and Spanish.
 */
final class DateDetector implements Detector {

	/** First letters of the months of all languages that the lexicon holds. */
	private static final String INITIALS = "ADEFJMNOS";

	@Override
	public Set<Entity> entities() {
		return Set.of(Entity.DATE);
	}

	@Override
	public Set<Trigger> triggers() {
		return Set.of(Trigger.DIGIT, Trigger.CAPITAL);
	}

	@Override
	public void detect(ScannedText text, int at, Candidates found) {
		if (text.isWord(at - 1)) {
			return;
		}
		if (!WordCharacters.isDigit(text.at(at))) {
			monthFirst(text, at, found);
			return;
		}
		int end = digits(text, at, 4);
		int length = end - at;
		if (length == 4) {
			yearFirst(text, at, found);
		}
		else if (length <= 2) {
			char separator = text.at(end);
			if ((separator == '.' || separator == '/' || separator == '-')
					&& WordCharacters.isDigit(text.at(end + 1))) {
				numeric(text, at, end, separator, found);
			}
			else {
				dayAndMonthName(text, at, end, found);
			}
		}
	}

	private static int digits(ScannedText text, int from, int most) {
		int end = from;
		while (end - from < most && WordCharacters.isDigit(text.at(end))) {
			end++;
		}
		return (end - from == most && WordCharacters.isDigit(text.at(end))) ? from : end;
	}

	private static int value(ScannedText text, int from, int to) {
		int value = 0;
		for (int i = from; i < to; i++) {
			value = 10 * value + text.at(i) - '0';
		}
		return value;
	}

	private static boolean joined(ScannedText text, int at, int end) {
		char before = text.at(at - 1);
		char after = text.at(end);
		boolean joinedBefore = (before == '-' || before == '.' || before == '/') && text.isWord(at - 2);
		boolean joinedAfter = (after == '-' || after == '.' || after == '/')
				&& WordCharacters.isDigit(text.at(end + 1));
		return joinedBefore || joinedAfter || (text.isWord(end) && after != 'T');
	}

	private static void yearFirst(ScannedText text, int at, Candidates found) {
		char separator = text.at(at + 4);
		if (separator != '-' && separator != '/' && separator != '.') {
			return;
		}
		int month = digits(text, at + 5, 2);
		if (month == at + 5 || text.at(month) != separator) {
			return;
		}
		int day = digits(text, month + 1, 2);
		if (day > month + 1 && exists(value(text, at, at + 4), value(text, at + 5, month), value(text, month + 1, day))
				&& !joined(text, at, day)) {
			found.add(Entity.DATE, at, day, 0.85);
		}
	}

	private static void numeric(ScannedText text, int at, int end, char separator, Candidates found) {
		int second = digits(text, end + 1, 2);
		if (second == end + 1 || text.at(second) != separator) {
			return;
		}
		int year = digits(text, second + 1, 4);
		int written = year - second - 1;
		if (written != 2 && written != 4) {
			return;
		}
		int first = value(text, at, end);
		int middle = value(text, end + 1, second);
		int full = value(text, second + 1, year) + ((written == 2) ? 2000 : 0);
		boolean exists = exists(full, middle, first) || (separator != '.' && exists(full, first, middle));
		if (exists && !joined(text, at, year)) {
			boolean version = text.context(at).names(Cue.NEGATIVE);
			found.add(Entity.DATE, at, year, (written == 4) ? 0.85 : version ? 0.4 : 0.6);
		}
	}

	private static boolean exists(int year, int month, int day) {
		return year >= 1850 && year <= 2150 && CheckDigits.day(year, month, day);
	}

	private static int word(ScannedText text, int from) {
		int end = from;
		while (end - from < 12 && WordCharacters.isLetter(text.at(end))) {
			end++;
		}
		return end;
	}

	private static int month(ScannedText text, int from, int to) {
		boolean named = to - from >= 3 && Cue.MONTH.in(text.cuesOf(from, to));
		return named ? Months.number(text.hashOf(from, to)) : 0;
	}

	/** 23 November 2024, 23rd of Nov 2024, 23. November 2024, 23 de noviembre de 2024. */
	private static void dayAndMonthName(ScannedText text, int at, int digitsEnd, Candidates found) {
		int next = digitsEnd;
		if (text.at(next) == '.') {
			next++;
		}
		else if (WordCharacters.isLetter(text.at(next))) {
			int suffix = word(text, next);
			if (suffix - next > 2) {
				return;
			}
			next = suffix;
		}
		next = blank(text, next);
		int end = word(text, next);
		if (end - next == 2) {
			next = blank(text, end);
			end = word(text, next);
		}
		int month = month(text, next, end);
		int day = value(text, at, digitsEnd);
		if (month == 0 || day < 1 || day > 31) {
			return;
		}
		int yearStart = blank(text, (text.at(end) == '.' || text.at(end) == ',') ? end + 1 : end);
		int of = word(text, yearStart);
		if (of - yearStart == 2 || of - yearStart == 3) {
			yearStart = blank(text, of);
		}
		year(text, at, end, yearStart, month, day, found);
	}

	private static void year(ScannedText text, int at, int shortEnd, int yearStart, int month, int day,
			Candidates found) {
		int yearEnd = digits(text, yearStart, 4);
		boolean year = yearEnd - yearStart == 4 && exists(value(text, yearStart, yearEnd), month, day)
				&& !text.isWord(yearEnd);
		if (year) {
			found.add(Entity.DATE, at, yearEnd, 0.85);
		}
		else if (CheckDigits.day(2024, month, day) && !text.isWord(shortEnd)) {
			found.add(Entity.DATE, at, shortEnd, 0.6);
		}
	}

	/** November 23, 2024. */
	private static void monthFirst(ScannedText text, int at, Candidates found) {
		if (INITIALS.indexOf(text.at(at)) < 0) {
			return;
		}
		int end = word(text, at);
		int month = month(text, at, end);
		if (month == 0) {
			return;
		}
		int next = blank(text, (text.at(end) == '.') ? end + 1 : end);
		int dayEnd = digits(text, next, 2);
		if (dayEnd == next) {
			return;
		}
		int day = value(text, next, dayEnd);
		int suffix = word(text, dayEnd);
		int shortEnd = (suffix - dayEnd == 2) ? suffix : dayEnd;
		int yearStart = blank(text, (text.at(shortEnd) == ',') ? shortEnd + 1 : shortEnd);
		if (day >= 1 && day <= 31) {
			year(text, at, shortEnd, yearStart, month, day, found);
		}
	}

	private static int blank(ScannedText text, int at) {
		char c = text.at(at);
		return (c == ' ' || c == '\n') ? at + 1 : at;
	}

}
