/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

/**
 * Rules of numbers that states issue: structure, ranges and check digits. Each takes
 * letters in upper case and digits, without separators.
 */
final class NationalNumbers {

	private static final String NIF_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";

	private static final String HETU_LETTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY";

	private static final String ODD_VALUES = "BAKPLCQDREVOSFTGUHMINJWZYX";

	private NationalNumbers() {
	}

	static boolean ssn(String n) {
		int area = CheckDigits.number(n, 0, 3);
		return area != 0 && area != 666 && area < 900 && CheckDigits.number(n, 3, 5) != 0
				&& CheckDigits.number(n, 5, 9) != 0 && !CheckDigits.constant(n) && !n.equals("123456789")
				&& !n.equals("078051120") && !n.equals("219099999");
	}

	static boolean itin(String n) {
		int group = CheckDigits.number(n, 3, 5);
		boolean issued = (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group <= 92)
				|| group >= 94;
		return n.charAt(0) == '9' && issued;
	}

	/** Prefixes that the revenue service has assigned. */
	static boolean ein(String n) {
		int prefix = CheckDigits.number(n, 0, 2);
		return !CheckDigits.constant(n) && !(prefix == 0 || (prefix >= 7 && prefix <= 9)
				|| (prefix >= 17 && prefix <= 19) || prefix == 28 || prefix == 29 || prefix == 49 || prefix == 69
				|| prefix == 70 || prefix == 78 || prefix == 79 || prefix == 89 || prefix == 96 || prefix == 97);
	}

	static boolean routing(String n) {
		int prefix = CheckDigits.number(n, 0, 2);
		boolean district = prefix <= 12 || (prefix >= 21 && prefix <= 32) || (prefix >= 61 && prefix <= 72)
				|| prefix == 80;
		return district && !CheckDigits.constant(n) && CheckDigits.weighted(n, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0;
	}

	static boolean npi(String n) {
		return (n.charAt(0) == '1' || n.charAt(0) == '2') && CheckDigits.luhn("80840" + n);
	}

	static boolean dea(String n) {
		int sum = CheckDigits.weighted(n.substring(2), 1, 2, 1, 2, 1, 2);
		return "ABCDEFGHJKLMPRSTUX".indexOf(n.charAt(0)) >= 0 && sum % 10 == n.charAt(8) - '0' && sum > 0;
	}

	static boolean mbi(String n) {
		for (int i = 0; i < n.length(); i++) {
			if ("SLOIBZ".indexOf(n.charAt(i)) >= 0) {
				return false;
			}
		}
		return n.charAt(0) != '0';
	}

	static boolean nhs(String n) {
		int check = 11 - CheckDigits.weighted(n, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
		return !CheckDigits.constant(n) && ((check == 11) ? 0 : check) == n.charAt(9) - '0';
	}

	static boolean nino(String n) {
		String prefix = n.substring(0, 2);
		boolean letters = "DFIQUV".indexOf(n.charAt(0)) < 0 && "DFIQUVO".indexOf(n.charAt(1)) < 0;
		boolean reserved = "BG GB NK KN TN NT ZZ".contains(prefix);
		return letters && !reserved && (n.length() == 8 || n.charAt(8) <= 'D');
	}

	static boolean steuerId(String n) {
		int[] counts = new int[10];
		for (int i = 0; i < 10; i++) {
			counts[n.charAt(i) - '0']++;
		}
		int repeated = 0;
		int most = 0;
		for (int count : counts) {
			repeated += (count > 1) ? 1 : 0;
			most = Math.max(most, count);
		}
		return n.charAt(0) != '0' && repeated == 1 && most <= 3 && CheckDigits.mod1110(n);
	}

	static boolean kvnr(String n) {
		int letter = n.charAt(0) - 'A' + 1;
		String digits = (letter < 10 ? "0" : "") + letter + n.substring(1, 9);
		int sum = 0;
		for (int i = 0; i < digits.length(); i++) {
			int product = (digits.charAt(i) - '0') * (1 + i % 2);
			sum += product / 10 + product % 10;
		}
		return sum % 10 == n.charAt(9) - '0';
	}

	static boolean nif(String n) {
		return NIF_LETTERS.charAt(CheckDigits.number(n, 0, 8) % 23) == n.charAt(8);
	}

	static boolean nie(String n) {
		int series = "XYZ".indexOf(n.charAt(0));
		return series >= 0 && nif(series + n.substring(1));
	}

	static boolean fiscalCode(String n) {
		if ("ABCDEHLMPRST".indexOf(n.charAt(8)) < 0) {
			return false;
		}
		int sum = 0;
		for (int i = 0; i < 15; i++) {
			char c = n.charAt(i);
			int value = (c >= 'A') ? c - 'A' : c - '0';
			sum += (i % 2 == 0) ? ODD_VALUES.indexOf((char) ('A' + value)) : value;
		}
		return n.charAt(15) == 'A' + sum % 26;
	}

	static boolean nir(String n) {
		char sex = n.charAt(0);
		int month = Character.isDigit(n.charAt(3)) ? CheckDigits.number(n, 3, 5) : -1;
		boolean plausible = (sex == '1' || sex == '2' || sex == '3' || sex == '4' || sex == '7' || sex == '8')
				&& ((month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50);
		if (!plausible) {
			return false;
		}
		String digits = n;
		if (!Character.isDigit(n.charAt(5))) {
			return false;
		}
		if (!Character.isDigit(n.charAt(6))) {
			if (n.charAt(5) != '2' || (n.charAt(6) != 'A' && n.charAt(6) != 'B')) {
				return false;
			}
			digits = n.substring(0, 5) + ((n.charAt(6) == 'A') ? "19" : "18") + n.substring(7);
		}
		return 97 - Long.parseLong(digits, 0, 13, 10) % 97 == CheckDigits.number(digits, 13, 15);
	}

	static boolean bsn(String n) {
		return !CheckDigits.constant(n) && CheckDigits.weighted(n, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0;
	}

	static boolean belgian(String n) {
		int month = CheckDigits.number(n, 2, 4) % 20;
		int day = CheckDigits.number(n, 4, 6);
		long body = Long.parseLong(n, 0, 9, 10);
		int check = CheckDigits.number(n, 9, 11);
		return month <= 12 && day <= 31 && body > 0
				&& (97 - body % 97 == check || 97 - (2_000_000_000L + body) % 97 == check);
	}

	static boolean pesel(String n) {
		int coded = CheckDigits.number(n, 2, 4);
		int[] centuries = { 1900, 2000, 2100, 2200, 1800 };
		boolean born = coded < 100 && CheckDigits.day(centuries[coded / 20] + CheckDigits.number(n, 0, 2), coded % 20,
				CheckDigits.number(n, 4, 6));
		return born && CheckDigits.weighted(n, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0;
	}

	/** Day, month, year, three digits and a letter, without the century sign. */
	static boolean hetu(String n, int century) {
		boolean born = CheckDigits.day(century + CheckDigits.number(n, 4, 6), CheckDigits.number(n, 2, 4),
				CheckDigits.number(n, 0, 2));
		long value = Long.parseLong(n.substring(0, 9));
		return born && value % 1000 >= 2 && HETU_LETTERS.charAt((int) (value % 31)) == n.charAt(9);
	}

	/** Ten digits; coordination numbers add 60 to the day. */
	static boolean personnummer(String n) {
		int day = CheckDigits.number(n, 4, 6);
		return CheckDigits.day(2000 + CheckDigits.number(n, 0, 2), CheckDigits.number(n, 2, 4),
				(day > 60) ? day - 60 : day) && CheckDigits.luhn(n);
	}

	static boolean portuguese(String n) {
		int check = 11 - CheckDigits.weighted(n, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
		return "1235689".indexOf(n.charAt(0)) >= 0 && ((check > 9) ? 0 : check) == n.charAt(8) - '0'
				&& !CheckDigits.constant(n);
	}

	static boolean ahv(String n) {
		return n.startsWith("756") && CheckDigits.ean13(n);
	}

	/** North American rule; letters I, O and Q do not occur. */
	static boolean vin(String n) {
		int[] weights = { 8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2 };
		String letters = "ABCDEFGH.JKLMN.P.R.STUVWXYZ";
		int[] values = { 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 0, 2, 3, 4, 5, 6, 7, 8, 9 };
		int sum = 0;
		for (int i = 0; i < 17; i++) {
			char c = n.charAt(i);
			int index = letters.indexOf(c);
			if (c == '.' || (c >= 'A' && index < 0)) {
				return false;
			}
			sum += weights[i] * ((c >= 'A') ? values[index] : c - '0');
		}
		int check = sum % 11;
		return n.charAt(8) == ((check == 10) ? 'X' : (char) ('0' + check)) && !CheckDigits.constant(n);
	}

}
