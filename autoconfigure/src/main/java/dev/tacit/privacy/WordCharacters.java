/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Arrays;

/** What words are made of. ASCII is looked up: every character is asked about. */
final class WordCharacters {

	private static final byte DIGIT = 1;

	private static final byte LOWER = 2;

	private static final byte UPPER = 3;

	/** What kind of character each in ASCII is; 0 where it is none of a word. */
	private static final byte[] KINDS = kinds();

	private WordCharacters() {
	}

	private static byte[] kinds() {
		byte[] kinds = new byte[0x80];
		Arrays.fill(kinds, '0', '9' + 1, DIGIT);
		Arrays.fill(kinds, 'a', 'z' + 1, LOWER);
		Arrays.fill(kinds, 'A', 'Z' + 1, UPPER);
		return kinds;
	}

	static boolean isWord(char c) {
		return (c < 0x80) ? KINDS[c] != 0 : Character.isLetterOrDigit(c);
	}

	static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	static boolean isLetter(char c) {
		return (c < 0x80) ? KINDS[c] >= LOWER : Character.isLetter(c);
	}

	static boolean isLower(char c) {
		return (c < 0x80) ? KINDS[c] == LOWER : Character.isLowerCase(c);
	}

	static boolean isUpper(char c) {
		return (c < 0x80) ? KINDS[c] == UPPER : Character.isUpperCase(c);
	}

}
