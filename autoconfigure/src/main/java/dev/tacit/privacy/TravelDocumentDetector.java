/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Set;

/** The machine-readable zone of passports and identity cards, by its check digits. */
final class TravelDocumentDetector implements Detector {

	@Override
	public Set<Entity> entities() {
		return Set.of(Entity.PASSPORT);
	}

	@Override
	public Set<Trigger> triggers() {
		return Set.of(Trigger.CODE, Trigger.JOINED_DIGIT);
	}

	@Override
	public void detect(ScannedText text, int at, Candidates found) {
		char before = text.at(at - 1);
		if (WordCharacters.isWord(before) || before == '<') {
			return;
		}
		int length = lineLength(text, at);
		if (length != 30 && length != 36 && length != 44) {
			return;
		}
		char first = text.at(at);
		boolean names = (first == 'P' || first == 'I' || first == 'A' || first == 'C') && text.at(at + 5) != ' '
				&& (text.at(at + 1) == '<' || Character.isUpperCase(text.at(at + 1)));
		String line = text.text(at, at + length);
		if (names && line.indexOf("<<") > 0) {
			found.add(Entity.PASSPORT, at, at + length, 0.9);
		}
		else if (length >= 36 && WordCharacters.isDigit(line.charAt(9)) && CheckDigits.icao(line, 0, 9, line.charAt(9))
				&& CheckDigits.icao(line, 13, 19, line.charAt(19)) && CheckDigits.icao(line, 21, 27, line.charAt(27))) {
			found.add(Entity.PASSPORT, at, at + length, 0.97);
		}
		else if (length == 30 && WordCharacters.isDigit(line.charAt(0)) && CheckDigits.icao(line, 0, 6, line.charAt(6))
				&& CheckDigits.icao(line, 8, 14, line.charAt(14))) {
			found.add(Entity.PASSPORT, at, at + length, 0.95);
		}
	}

	private static int lineLength(ScannedText text, int at) {
		int end = at;
		while (end - at <= 45) {
			char c = text.at(end);
			if (!(c == '<' || WordCharacters.isDigit(c) || (c >= 'A' && c <= 'Z'))) {
				break;
			}
			end++;
		}
		return end - at;
	}

}
