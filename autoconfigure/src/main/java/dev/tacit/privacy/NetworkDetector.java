/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Set;

/** Web, internet and hardware addresses. */
final class NetworkDetector implements Detector {

	private static final int LONGEST_URL = 2048;

	private static final String[] SCHEMES = { "https://", "http://", "ftp://", "www." };

	@Override
	public Set<Entity> entities() {
		return Set.of(Entity.URL, Entity.IP_ADDRESS, Entity.MAC_ADDRESS);
	}

	@Override
	public Set<Trigger> triggers() {
		return Set.of(Trigger.CODE, Trigger.JOINED_DIGIT, Trigger.SYMBOL);
	}

	@Override
	public String symbols() {
		return ":";
	}

	@Override
	public void detect(ScannedText text, int at, Candidates found) {
		char c = text.at(at);
		boolean digit = WordCharacters.isDigit(c);
		if (c == ':') {
			if (text.at(at + 1) == ':' && !text.isWord(at - 1)) {
				internet6(text, at, found);
			}
			return;
		}
		if (digit && WordCharacters.isLetter(text.at(at - 1))) {
			return;
		}
		if (digit) {
			internet4(text, at, found);
		}
		if (Character.digit(c, 16) >= 0) {
			internet6(text, at, found);
			hardware(text, at, found);
		}
		if (c == 'h' || c == 'w' || c == 'f' || c == 'H' || c == 'W' || c == 'F') {
			web(text, at, found);
		}
	}

	private static void web(ScannedText text, int at, Candidates found) {
		int body = at;
		for (String scheme : SCHEMES) {
			if (starts(text, at, scheme)) {
				body = at + scheme.length();
				break;
			}
		}
		if (body == at || !text.isWord(body)) {
			return;
		}
		int end = text.addressEnd(body, LONGEST_URL - (body - at));
		while (!WordCharacters.isWord(text.at(end - 1)) && text.at(end - 1) != '/') {
			end--;
		}
		found.add(Entity.URL, at, end, 0.9);
	}

	static boolean starts(ScannedText text, int at, String word) {
		for (int i = 0; i < word.length(); i++) {
			char c = text.at(at + i);
			if (((c >= 'A' && c <= 'Z') ? c + 32 : c) != word.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	private static void internet4(ScannedText text, int at, Candidates found) {
		if (text.at(at - 1) == '.' && text.isWord(at - 2)) {
			return;
		}
		int end = at;
		for (int part = 0; part < 4; part++) {
			int value = 0;
			int start = end;
			while (end - start < 3 && WordCharacters.isDigit(text.at(end))) {
				value = 10 * value + text.at(end++) - '0';
			}
			boolean written = end > start && value <= 255 && (end - start == 1 || text.at(start) != '0');
			if (!written || (part < 3 && text.at(end++) != '.')) {
				return;
			}
		}
		boolean longer = text.isWord(end) || (text.at(end) == '.' && WordCharacters.isDigit(text.at(end + 1)));
		if (!longer) {
			boolean version = Cue.NEGATIVE.in(text.cuesBefore(at, 1));
			found.add(Entity.IP_ADDRESS, at, end, version ? 0.4 : 0.9);
		}
	}

	/** At most eight groups of four hexadecimal digits, one run of zeros left out. */
	private static void internet6(ScannedText text, int at, Candidates found) {
		int end = at;
		int groups = 0;
		boolean shortened = false;
		if (text.at(at - 1) == ':') {
			return;
		}
		while (groups < 8) {
			int start = end;
			while (end - start < 5 && Character.digit(text.at(end), 16) >= 0) {
				end++;
			}
			int length = end - start;
			if (length > 4) {
				return;
			}
			groups += (length > 0) ? 1 : 0;
			if (text.at(end) != ':' || groups == 8) {
				break;
			}
			if (text.at(end + 1) == ':') {
				if (shortened) {
					return;
				}
				shortened = true;
				end += 2;
			}
			else if (Character.digit(text.at(end + 1), 16) >= 0) {
				end++;
			}
			else {
				break;
			}
		}
		boolean whole = (groups == 8 && !shortened) || (shortened && groups >= 2);
		if (whole && !text.isWord(end)) {
			found.add(Entity.IP_ADDRESS, at, end, 0.9);
		}
	}

	private static void hardware(ScannedText text, int at, Candidates found) {
		char separator = text.at(at + 2);
		if (separator == '.' || Character.digit(separator, 16) >= 0) {
			dotted(text, at, found);
			return;
		}
		if (separator != ':' && separator != '-') {
			return;
		}
		for (int i = 0; i < 17; i++) {
			char c = text.at(at + i);
			if ((i % 3 == 2) ? c != separator : Character.digit(c, 16) < 0) {
				return;
			}
		}
		boolean longer = text.isWord(at + 17) || (text.at(at + 17) == separator && text.isWord(at + 18))
				|| text.at(at - 1) == separator;
		if (!longer) {
			found.add(Entity.MAC_ADDRESS, at, at + 17, 0.9);
		}
	}

	/** Three groups of four, as in 0123.4567.89ab. */
	private static void dotted(ScannedText text, int at, Candidates found) {
		for (int i = 0; i < 14; i++) {
			char c = text.at(at + i);
			if ((i % 5 == 4) ? c != '.' : Character.digit(c, 16) < 0) {
				return;
			}
		}
		if (!text.isWord(at + 14) && text.at(at - 1) != '.') {
			found.add(Entity.MAC_ADDRESS, at, at + 14, 0.8);
		}
	}

}
