/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Arrays;
import java.util.stream.Stream;

/** Names of months in English, German, French and Spanish. */
final class Months {

	private static final String[] NAMES = { "january januar jan janvier enero ene jaenner janv",
			"february februar feb fevrier febrero fev", "march marz mar mars marzo maerz",
			"april apr avril abril avr abr", "may mai mayo", "june juni jun juin junio", "july juli jul juillet julio",
			"august aug aout agosto ago", "september sep sept septembre septiembre",
			"october oktober oct okt octobre octubre", "november nov novembre noviembre",
			"december dezember dec dez decembre diciembre dic" };

	/** Hashes of the names, in order. */
	private static final long[] HASHES = Stream.of(NAMES)
		.flatMap((names) -> Stream.of(names.split(" ")))
		.mapToLong(Lexicon::hash)
		.sorted()
		.toArray();

	/** The number of each name. */
	private static final byte[] NUMBERS = new byte[HASHES.length];

	static {
		for (byte month = 0; month < NAMES.length; month++) {
			for (String name : NAMES[month].split(" ")) {
				NUMBERS[Arrays.binarySearch(HASHES, Lexicon.hash(name))] = (byte) (month + 1);
			}
		}
	}

	private Months() {
	}

	/** Number of the month whose name has a hash, 0 for any other word. */
	static int number(long hash) {
		int found = Arrays.binarySearch(HASHES, hash);
		return (found >= 0) ? NUMBERS[found] : 0;
	}

}
