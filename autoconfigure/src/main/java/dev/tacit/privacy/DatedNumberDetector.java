/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Set;

/** Numbers that begin with a date of birth and hold a sign: Finnish and Swedish ones. */
final class DatedNumberDetector implements Detector {

	@Override
	public Set<Entity> entities() {
		return Set.of(Entity.FI_HETU, Entity.SE_PERSONNUMMER);
	}

	@Override
	public Set<Trigger> triggers() {
		return Set.of(Trigger.JOINED_DIGIT);
	}

	@Override
	public void detect(ScannedText text, int at, Candidates found) {
		if (text.isWord(at - 1) || !digits(text, at, at + 6)) {
			return;
		}
		char sign = text.at(at + 6);
		if (sign == '+' && digits(text, at + 7, at + 11) && !text.isWord(at + 11)
				&& NationalNumbers.personnummer(text.text(at, at + 6) + text.text(at + 7, at + 11))) {
			found.add(Entity.SE_PERSONNUMMER, at, at + 11, 0.85);
		}
		int century = century(sign);
		if (century > 0 && digits(text, at + 7, at + 10) && text.isWord(at + 10) && !text.isWord(at + 11)) {
			char check = Character.toUpperCase(text.at(at + 10));
			if (NationalNumbers.hetu(text.text(at, at + 6) + text.text(at + 7, at + 10) + check, century)) {
				found.add(Entity.FI_HETU, at, at + 11, 0.9);
			}
		}
	}

	private static boolean digits(ScannedText text, int from, int to) {
		for (int i = from; i < to; i++) {
			if (!WordCharacters.isDigit(text.at(i))) {
				return false;
			}
		}
		return true;
	}

	private static int century(char sign) {
		return switch (Character.toUpperCase(sign)) {
			case '+' -> 1800;
			case '-', 'U', 'V', 'W', 'X', 'Y' -> 1900;
			case 'A', 'B', 'C', 'D', 'E', 'F' -> 2000;
			default -> 0;
		};
	}

}
