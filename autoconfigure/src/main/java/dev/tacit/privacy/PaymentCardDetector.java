/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Set;

/**
 * Payment card numbers: range and lengths of the issuer's network, and Luhn's check
 * digit. After a number that fails, the next group is tried, so that a year in front
 * hides nothing.
 */
final class PaymentCardDetector implements Detector {

	private static final int SHORTEST = 12;

	private static final int MOST = 19;

	@Override
	public Set<Entity> entities() {
		return Set.of(Entity.PAYMENT_CARD);
	}

	@Override
	public Set<Trigger> triggers() {
		return Set.of(Trigger.DIGIT);
	}

	@Override
	public void detect(ScannedText text, int at, Candidates found) {
		Reading reading = text.reading();
		char first = reading.c(0);
		if (first != '8' && (first < '2' || first > '6')) {
			return;
		}
		int count = reading.digits(MOST);
		for (int length = count; length >= SHORTEST; length--) {
			if (reading.groupEnds(length) && issued(reading, length) > 0 && CheckDigits.luhn(reading.compact(length))) {
				found.add(Entity.PAYMENT_CARD, at, reading.end(length), confidence(text, reading, length));
				return;
			}
		}
		glued(reading, found);
	}

	/** Two sixteen-digit numbers without anything between them. */
	private static void glued(Reading reading, Candidates found) {
		boolean two = reading.digits(33) == 32 && reading.contiguous(32);
		if (two && issued(reading, 16) > 0 && CheckDigits.luhn(reading.compact(16))
				&& CheckDigits.luhn(reading.compact(32).substring(16))) {
			found.add(Entity.PAYMENT_CARD, reading.start(), reading.end(32), 0.9);
		}
	}

	private static double confidence(ScannedText text, Reading reading, int length) {
		Surroundings context = text.context(reading.start());
		if (context.names(Cue.CARD) || context.names(Cue.CVV)) {
			return 0.98;
		}
		boolean fraction = text.at(reading.start() - 1) == '.' && WordCharacters.isDigit(text.at(reading.start() - 2))
				&& reading.contiguous(length);
		double alone = (fraction) ? 0.4 : (issued(reading, length) == 1) ? 0.4 : 0.85;
		return context.contradicts(Cue.CARD.bit() | Cue.CVV.bit()) ? alone - 0.05 : alone;
	}

	/**
	 * Whether a network issues numbers of this range and length: 0 no, 1 but rarely, 2
	 * yes.
	 */
	private static int issued(Reading number, int length) {
		int two = 10 * number.digit(0) + number.digit(1);
		int four = 100 * two + 10 * number.digit(2) + number.digit(3);
		return switch (number.digit(0)) {
			case 2 -> ((four >= 2221 && four <= 2720 && length == 16) || (four >= 2200 && four <= 2205 && length >= 16))
					? 2 : 0;
			case 3 -> amexDinersJcb(two, four, length);
			case 4 -> (length == 16 || length == 19) ? 2 : (length == 13) ? 1 : 0;
			case 5 -> (two >= 51 && two <= 55 && length == 16) ? 2 : maestro(two, length);
			case 6 -> discoverUnionPay(two, four, length);
			case 8 -> ((two == 81 || two == 82) && length == 16) ? 2 : 0;
			default -> 0;
		};
	}

	private static int amexDinersJcb(int two, int four, int length) {
		if (two == 34 || two == 37) {
			return (length == 15) ? 2 : 0;
		}
		if (four >= 3528 && four <= 3589) {
			return (length >= 16) ? 2 : 0;
		}
		boolean diners = (four >= 3000 && four <= 3059) || (four >= 3095 && four <= 3099) || two == 36 || two == 38
				|| two == 39;
		return (diners && (length == 14 || length == 16 || length == 19)) ? 2 : 0;
	}

	private static int discoverUnionPay(int two, int four, int length) {
		boolean discover = four == 6011 || two == 65 || (four >= 6440 && four <= 6499) || two == 62 || two == 60;
		return (discover && length >= 16) ? 2 : maestro(two, length);
	}

	private static int maestro(int two, int length) {
		boolean range = two == 50 || (two >= 56 && two <= 69);
		return range ? ((length >= 16) ? 2 : 1) : 0;
	}

}
