/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.HashMap;
import java.util.Map;

/** Names of months in English, German, French and Spanish. */
final class Months {

	private static final String[] NAMES = { "january januar jan janvier enero ene jaenner janv",
			"february februar feb fevrier febrero fev", "march marz mar mars marzo maerz",
			"april apr avril abril avr abr", "may mai mayo", "june juni jun juin junio", "july juli jul juillet julio",
			"august aug aout agosto ago", "september sep sept septembre septiembre",
			"october oktober oct okt octobre octubre", "november nov novembre noviembre",
			"december dezember dec dez decembre diciembre dic" };

	private static final Map<String, Integer> NUMBERS = new HashMap<>();

	static {
		for (int month = 0; month < NAMES.length; month++) {
			for (String name : NAMES[month].split(" ")) {
				NUMBERS.put(name, month + 1);
			}
		}
	}

	private Months() {
	}

	/** Number of a month, 0 for any other word. */
	static int number(String name) {
		StringBuilder folded = new StringBuilder();
		for (int i = 0; i < name.length(); i++) {
			folded.append(Lexicon.fold(name.charAt(i)));
		}
		return NUMBERS.getOrDefault(folded.toString(), 0);
	}

}
