/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Locale;
import java.util.Set;

/** Two-letter country codes. */
final class Countries {

	private static final Set<String> CODES = Set.of(Locale.getISOCountries());

	private Countries() {
	}

	static boolean known(char first, char second) {
		return CODES.contains(String.valueOf(new char[] { first, second })) || (first == 'X' && second == 'K');
	}

}
