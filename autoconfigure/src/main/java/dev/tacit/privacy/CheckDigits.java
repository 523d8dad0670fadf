/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

/** Check digit rules that several kinds of number share. */
final class CheckDigits {

	private CheckDigits() {
	}

	/** ISO/IEC 7812: every second digit from the right doubled, nines cast out. */
	static boolean luhn(CharSequence digits) {
		int sum = 0;
		int length = digits.length();
		boolean constant = true;
		for (int i = 0; i < length; i++) {
			int digit = digits.charAt(length - 1 - i) - '0';
			constant &= digits.charAt(i) == digits.charAt(0);
			int doubled = (i % 2 == 1) ? 2 * digit : digit;
			sum += (doubled > 9) ? doubled - 9 : doubled;
		}
		// All zeros pass the sum.
		return !constant && sum % 10 == 0;
	}

	/** Weighted sum of the first digits. */
	static int weighted(CharSequence digits, int... weights) {
		int sum = 0;
		for (int i = 0; i < weights.length; i++) {
			sum += weights[i] * (digits.charAt(i) - '0');
		}
		return sum;
	}

	/** ISO 7064 mod 97-10 over letters and digits, the first four moved to the end. */
	static boolean mod97(CharSequence number) {
		int remainder = 0;
		for (int i = 0; i < number.length(); i++) {
			int value = Character.digit(number.charAt((i + 4) % number.length()), 36);
			remainder = (remainder * ((value > 9) ? 100 : 10) + value) % 97;
		}
		return remainder == 1;
	}

	/** ISO 7064 mod 11,10; the last digit is the check digit. */
	static boolean mod1110(CharSequence digits) {
		int product = 10;
		for (int i = 0; i < digits.length() - 1; i++) {
			int sum = (digits.charAt(i) - '0' + product) % 10;
			product = ((sum == 0) ? 10 : sum) * 2 % 11;
		}
		int check = (11 - product) % 10;
		return check == digits.charAt(digits.length() - 1) - '0';
	}

	/** EAN-13. */
	static boolean ean13(CharSequence digits) {
		return weighted(digits, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10 == 0;
	}

	/** ICAO 9303: weights 7, 3, 1; letters from 10, filler 0. */
	static boolean icao(CharSequence text, int from, int to, char check) {
		int sum = 0;
		for (int i = from; i < to; i++) {
			char c = text.charAt(i);
			int value = (c == '<') ? 0 : Character.digit(c, 36);
			if (value < 0) {
				return false;
			}
			sum += value * new int[] { 7, 3, 1 }[(i - from) % 3];
		}
		return sum % 10 == ((check == '<') ? 0 : check - '0');
	}

	static boolean constant(CharSequence text) {
		for (int i = 1; i < text.length(); i++) {
			if (text.charAt(i) != text.charAt(0)) {
				return false;
			}
		}
		return true;
	}

	/** Whether a day exists; years count from 1900 where only two digits are known. */
	static boolean day(int year, int month, int day) {
		return month >= 1 && month <= 12 && day >= 1 && day <= java.time.YearMonth.of(year, month).lengthOfMonth();
	}

	static int number(CharSequence digits, int from, int to) {
		return Integer.parseInt(digits, from, to, 10);
	}

}
