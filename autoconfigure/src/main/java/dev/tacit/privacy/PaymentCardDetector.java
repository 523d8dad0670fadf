/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import org.jspecify.annotations.Nullable;

/**
 * Payment cards: 13 to 19 digits, single blanks or hyphens between them, a known issuer
 * range, and Luhn's check digit (ISO/IEC 7812-1). A card begins and ends with a group of
 * digits. Every group is tried as its start, so a year in front of a number does not hide
 * the card behind it.
 */
final class PaymentCardDetector implements Detector {

	private static final int SHORTEST = 13;

	private static final int MOST = 19;

	@Override
	public Entity entity() {
		return Entity.PAYMENT_CARD;
	}

	@Override
	public @Nullable Candidate next(CharSequence text, int from) {
		for (int at = from; at < text.length(); at++) {
			int end = isStart(text, at) ? cardEnd(text, at) : -1;
			if (end > 0) {
				return new Candidate(entity(), at, end);
			}
		}
		return null;
	}

	@Override
	public int openFrom(CharSequence text, int from) {
		int open = text.length();
		int digits = 0;
		for (int at = text.length() - 1; at >= from && digits <= MOST; at--) {
			char c = text.charAt(at);
			if (isDigit(c)) {
				digits++;
				if (digits <= MOST && isStart(text, at)) {
					open = at;
				}
			}
			else if (!isSeparator(c) || (at > 0 && !isDigit(text.charAt(at - 1)))) {
				break;
			}
		}
		return open;
	}

	/** A group of digits begins here. */
	private static boolean isStart(CharSequence text, int at) {
		return isDigit(text.charAt(at)) && (at == 0 || !isDigit(text.charAt(at - 1)));
	}

	/**
	 * End of the longest card that starts here, or -1. At most 19 digits are looked at.
	 */
	private static int cardEnd(CharSequence text, int start) {
		int[] digits = new int[MOST];
		int[] ends = new int[MOST];
		int count = 0;
		int at = start;
		while (at < text.length() && count < MOST) {
			char c = text.charAt(at);
			if (isDigit(c)) {
				digits[count] = c - '0';
				ends[count++] = at + 1;
				at++;
			}
			else if (isSeparator(c) && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
				at++;
			}
			else {
				break;
			}
		}
		for (int length = count; length >= SHORTEST; length--) {
			int end = ends[length - 1];
			boolean groupEnds = end >= text.length() || !isDigit(text.charAt(end));
			if (groupEnds && issued(digits, length) && luhn(digits, length)) {
				return end;
			}
		}
		return -1;
	}

	/**
	 * Major industry 2 to 6 in the lengths their networks issue (public issuer ranges).
	 */
	private static boolean issued(int[] digits, int length) {
		return switch (digits[0]) {
			case 4 -> length == 13 || length == 16 || length == 19;
			case 5 -> length == 16 || length == 19;
			case 2 -> length == 16;
			case 3 -> length == 14 || length == 15 || length == 16 || length == 19;
			case 6 -> length >= 16;
			default -> false;
		};
	}

	private static boolean luhn(int[] digits, int length) {
		int sum = 0;
		boolean constant = true;
		for (int i = 0; i < length; i++) {
			int digit = digits[length - 1 - i];
			constant &= digit == digits[0];
			int doubled = (i % 2 == 1) ? 2 * digit : digit;
			sum += (doubled > 9) ? doubled - 9 : doubled;
		}
		return !constant && sum % 10 == 0;
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	private static boolean isSeparator(char c) {
		return c == ' ' || c == '-' || c == '\u00a0';
	}

}
