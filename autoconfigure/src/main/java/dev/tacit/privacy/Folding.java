/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.text.Normalizer;

/** What one code point stands for. */
final class Folding {

	/** Letters of other scripts that look like a Latin one, and the Latin one. */
	private static final String ALIKE = "\u0410A\u0412B\u0415E\u041aK\u041cM\u041dH\u041eO\u0420P\u0421C\u0422T\u0423Y"
			+ "\u0425X\u0430a\u0435e\u043eo\u0440p\u0441c\u0443y\u0445x\u0456i\u0458j\u0455s\u0501d\u051bq\u051dw\u04bbh"
			+ "\u0391A\u0392B\u0395E\u0396Z\u0397H\u0399I\u039aK\u039cM\u039dN\u039fO\u03a1P\u03a4T\u03a5Y\u03a7X\u03bfo"
			+ "\u03b1a\u03bdv\u03c1p\u03b9i\u0406I\u0408J\u0405S\u0131i\u0261g\u2010-\u2011-\u2012-\u2013-\u2014-\u2015-"
			+ "\u2043-\u2212-\u02d7-\u2044/\u2215/\u2028\n\u2029\n\u0085\n\u2018'\u2019'\u201a,\u201c\"\u201d\"\u201e\"";

	private static final String[] TABLE = table();

	private Folding() {
	}

	private static String[] table() {
		String[] table = new String[0x600];
		for (int i = 0; i < table.length; i++) {
			table[i] = compute(i);
		}
		return table;
	}

	static String fold(int codePoint) {
		return (codePoint < TABLE.length) ? TABLE[codePoint] : compute(codePoint);
	}

	/** A whole value as detectors see it. */
	static String plain(String value) {
		StringBuilder plain = new StringBuilder(value.length());
		value.codePoints().forEach((codePoint) -> plain.append(fold(codePoint)));
		return plain.toString();
	}

	private static String compute(int codePoint) {
		for (int i = 0; i < ALIKE.length(); i += 2) {
			if (ALIKE.charAt(i) == codePoint) {
				return ALIKE.substring(i + 1, i + 2);
			}
		}
		if (extend(codePoint)) {
			return "";
		}
		if (Character.isSpaceChar(codePoint)) {
			return " ";
		}
		int digit = Character.isDigit(codePoint) ? Character.digit(codePoint, 10) : -1;
		if (digit >= 0) {
			return String.valueOf((char) ('0' + digit));
		}
		String text = Character.toString(codePoint);
		boolean compatibility = codePoint >= 0x2000 && !Character.isIdeographic(codePoint);
		return compatibility ? Normalizer.normalize(text, Normalizer.Form.NFKC) : text;
	}

	/** Invisible, or a mark on the character before. */
	static boolean extend(int codePoint) {
		switch (Character.getType(codePoint)) {
			case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT:
				return true;
			default:
				return codePoint == 0x115f || codePoint == 0x1160 || codePoint == 0x3164 || codePoint == 0xffa0
						|| codePoint == 0x180e;
		}
	}

}
