/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * International bank account numbers (ISO 13616): the length of the country, and mod 97
 * of the rearranged number equal to 1 (ISO 7064). Single blanks or hyphens may separate
 * groups; letters may be lower case.
 */
final class IbanDetector implements Detector {

	private static final Map<String, Integer> LENGTHS = Map.ofEntries(Map.entry("AD", 24), Map.entry("AE", 23),
			Map.entry("AL", 28), Map.entry("AT", 20), Map.entry("AZ", 28), Map.entry("BA", 20), Map.entry("BE", 16),
			Map.entry("BG", 22), Map.entry("BH", 22), Map.entry("BR", 29), Map.entry("BY", 28), Map.entry("CH", 21),
			Map.entry("CR", 22), Map.entry("CY", 28), Map.entry("CZ", 24), Map.entry("DE", 22), Map.entry("DK", 18),
			Map.entry("DO", 28), Map.entry("EE", 20), Map.entry("EG", 29), Map.entry("ES", 24), Map.entry("FI", 18),
			Map.entry("FO", 18), Map.entry("FR", 27), Map.entry("GB", 22), Map.entry("GE", 22), Map.entry("GI", 23),
			Map.entry("GL", 18), Map.entry("GR", 27), Map.entry("GT", 28), Map.entry("HR", 21), Map.entry("HU", 28),
			Map.entry("IE", 22), Map.entry("IL", 23), Map.entry("IQ", 23), Map.entry("IS", 26), Map.entry("IT", 27),
			Map.entry("JO", 30), Map.entry("KW", 30), Map.entry("KZ", 20), Map.entry("LB", 28), Map.entry("LC", 32),
			Map.entry("LI", 21), Map.entry("LT", 20), Map.entry("LU", 20), Map.entry("LV", 21), Map.entry("MC", 27),
			Map.entry("MD", 24), Map.entry("ME", 22), Map.entry("MK", 19), Map.entry("MR", 27), Map.entry("MT", 31),
			Map.entry("MU", 30), Map.entry("NL", 18), Map.entry("NO", 15), Map.entry("PK", 24), Map.entry("PL", 28),
			Map.entry("PS", 29), Map.entry("PT", 25), Map.entry("QA", 29), Map.entry("RO", 24), Map.entry("RS", 22),
			Map.entry("SA", 24), Map.entry("SC", 31), Map.entry("SE", 24), Map.entry("SI", 19), Map.entry("SK", 24),
			Map.entry("SM", 27), Map.entry("ST", 25), Map.entry("SV", 28), Map.entry("TL", 23), Map.entry("TN", 24),
			Map.entry("TR", 26), Map.entry("UA", 29), Map.entry("VA", 22), Map.entry("VG", 24), Map.entry("XK", 20));

	private static final int MOST = 34;

	@Override
	public Entity entity() {
		return Entity.IBAN;
	}

	@Override
	public @Nullable Candidate next(CharSequence text, int from) {
		for (int at = from; at < text.length(); at++) {
			int end = isStart(text, at) ? end(text, at) : -1;
			if (end > 0) {
				return new Candidate(entity(), at, end);
			}
		}
		return null;
	}

	@Override
	public int openFrom(CharSequence text, int from) {
		for (int at = Math.max(from, text.length() - 2 * MOST); at < text.length(); at++) {
			if (isStart(text, at) && isOpen(text, at)) {
				return at;
			}
		}
		return text.length();
	}

	private static boolean isStart(CharSequence text, int at) {
		return isLetter(text.charAt(at)) && (at == 0 || !isAlphanumeric(text.charAt(at - 1)));
	}

	private static int end(CharSequence text, int start) {
		StringBuilder number = new StringBuilder(MOST);
		int end = read(text, start, number);
		boolean complete = number.length() >= 4 && number.length() == length(number);
		boolean wordEnds = end >= text.length() || !isAlphanumeric(text.charAt(end));
		return (complete && wordEnds && mod97(number) == 1) ? end : -1;
	}

	/** Whether all text from here on reads as the beginning of a number. */
	private static boolean isOpen(CharSequence text, int start) {
		StringBuilder number = new StringBuilder(MOST);
		int end = read(text, start, number);
		boolean allRead = end == text.length()
				|| (end == text.length() - 1 && number.length() >= 4 && isSeparator(text.charAt(end)));
		return allRead && (number.length() < 2 || length(number) > 0);
	}

	/** Collects the letters and digits that fit the form, and returns where they end. */
	private static int read(CharSequence text, int start, StringBuilder number) {
		int end = start;
		for (int at = start; at < text.length(); at++) {
			char c = text.charAt(at);
			if (isAlphanumeric(c)) {
				int place = number.length();
				boolean fits = (place < 2) ? isLetter(c) : (place >= 4 || isDigit(c));
				if (!fits || (place >= 2 && place >= length(number))) {
					return end;
				}
				number.append(Character.toUpperCase(c));
				end = at + 1;
			}
			else if (!isSeparator(c) || !isAlphanumeric(text.charAt(at - 1)) || number.length() < 4) {
				return end;
			}
		}
		return end;
	}

	/** Length that the country of a number prescribes; 0 for an unknown country. */
	private static int length(CharSequence number) {
		return (number.length() < 2) ? 0
				: LENGTHS.getOrDefault(number.subSequence(0, 2).toString().toUpperCase(Locale.ROOT), 0);
	}

	private static int mod97(CharSequence number) {
		int remainder = 0;
		for (int i = 0; i < number.length(); i++) {
			int value = Character.digit(number.charAt((i + 4) % number.length()), 36);
			remainder = (remainder * ((value > 9) ? 100 : 10) + value) % 97;
		}
		return remainder;
	}

	private static boolean isLetter(char c) {
		return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	private static boolean isAlphanumeric(char c) {
		return isLetter(c) || isDigit(c);
	}

	private static boolean isSeparator(char c) {
		return c == ' ' || c == '-' || c == '\u00a0';
	}

}
