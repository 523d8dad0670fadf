/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.List;
import java.util.Set;

/**
 * Numbers that only the words before them give away: medical records, health plans,
 * accounts, passports, security codes, and bank identifier codes.
 */
final class CuedNumberDetector implements Detector {

	private static final List<Kind> KINDS = List.of(new Kind(Entity.MEDICAL_RECORD_NUMBER, Cue.MRN, 4, 16, 2),
			new Kind(Entity.HEALTH_PLAN_ID, Cue.HEALTH_PLAN, 5, 20, 3),
			new Kind(Entity.BANK_ACCOUNT, Cue.ACCOUNT, 6, 20, 5), new Kind(Entity.PASSPORT, Cue.PASSPORT, 6, 10, 2));

	/** Least length of a number that another one separates from its cue. */
	private static final int FURTHER = 8;

	@Override
	public Set<Entity> entities() {
		return Set.of(Entity.MEDICAL_RECORD_NUMBER, Entity.HEALTH_PLAN_ID, Entity.BANK_ACCOUNT, Entity.PASSPORT,
				Entity.CARD_SECURITY_CODE, Entity.BIC);
	}

	@Override
	public Set<Trigger> triggers() {
		return Set.of(Trigger.DIGIT, Trigger.CODE);
	}

	@Override
	public void detect(ScannedText text, int at, Candidates found) {
		if (text.isWord(at - 1)) {
			return;
		}
		boolean letter = !WordCharacters.isDigit(text.at(at));
		if (letter && FormDetector.prose(text, at)) {
			return;
		}
		if (letter) {
			bank(text, at, found);
		}
		Surroundings context = text.context(at);
		if (context.cues() == 0) {
			return;
		}
		if (context.names(Cue.CVV) && !letter) {
			securityCode(text, at, context, found);
		}
		for (Kind kind : KINDS) {
			if (context.names(kind.cue)) {
				kind.detect(text, at, context.consumed() ? FURTHER : kind.shortest, found);
			}
		}
	}

	private static void securityCode(ScannedText text, int at, Surroundings context, Candidates found) {
		int end = at;
		while (end - at < 5 && WordCharacters.isDigit(text.at(end))) {
			end++;
		}
		boolean near = at - text.wordEndBefore(at) <= 4 && !context.consumed();
		if ((end - at == 3 || end - at == 4) && !text.isWord(end) && near && text.at(at - 1) != '.') {
			found.add(Entity.CARD_SECURITY_CODE, at, end, 0.95);
		}
	}

	/** Four letters, country, two letters or digits, perhaps three more. */
	private static void bank(ScannedText text, int at, Candidates found) {
		boolean upper = true;
		boolean digit = false;
		int end = at;
		while (end - at < 12) {
			char c = text.at(end);
			if (!WordCharacters.isWord(c)) {
				break;
			}
			boolean isDigit = WordCharacters.isDigit(c);
			upper &= isDigit ? end - at >= 6 : (c >= 'A' && c <= 'Z');
			digit |= isDigit;
			if (!upper) {
				return;
			}
			end++;
		}
		int length = end - at;
		if ((length != 8 && length != 11) || !Countries.known(text.at(at + 4), text.at(at + 5))) {
			return;
		}
		Surroundings context = text.context(at);
		boolean cued = context.names(Cue.BIC) || context.names(Cue.IBAN) || context.names(Cue.ACCOUNT);
		boolean branch = length == 11 && (digit || text.text(at + 8, end).equals("XXX"));
		if (cued || branch || digit) {
			found.add(Entity.BIC, at, end, cued ? 0.9 : 0.65);
		}
	}

	/**
	 * A kind of number by its cue.
	 *
	 * @param entity what it is
	 * @param cue what names it
	 * @param shortest fewest letters and digits
	 * @param longest most letters and digits
	 * @param digits fewest digits
	 */
	private record Kind(Entity entity, Cue cue, int shortest, int longest, int digits) {

		void detect(ScannedText text, int at, int least, Candidates found) {
			int count = 0;
			int numerals = 0;
			int end = at;
			int next = at;
			while (count <= this.longest) {
				char c = text.at(next);
				if (c < 0x80 && WordCharacters.isWord(c)) {
					count++;
					numerals += WordCharacters.isDigit(c) ? 1 : 0;
					end = ++next;
				}
				else if (joins(text, next, numerals)) {
					next++;
				}
				else {
					break;
				}
			}
			if (count >= least && count <= this.longest && numerals >= this.digits && !text.isWord(end)
					&& begins(text, at)) {
				found.add(this.entity, at, end, 0.75);
			}
		}

		/** A hyphen, stroke or stop inside, or a blank between groups of digits. */
		private static boolean joins(ScannedText text, int at, int numerals) {
			char c = text.at(at);
			if (c == '-' || c == '/' || c == '.') {
				return text.isWord(at + 1) && text.isWord(at - 1);
			}
			return c == ' ' && numerals > 0 && WordCharacters.isDigit(text.at(at - 1))
					&& WordCharacters.isDigit(text.at(at + 1));
		}

		/** A word of prose is no number, whatever stands behind a hyphen. */
		private static boolean begins(ScannedText text, int at) {
			char first = text.at(at);
			char second = text.at(at + 1);
			boolean word = WordCharacters.isLetter(first) && second >= 'a' && second <= 'z';
			return !word || WordCharacters.isDigit(text.at(at + 2));
		}

	}

}
