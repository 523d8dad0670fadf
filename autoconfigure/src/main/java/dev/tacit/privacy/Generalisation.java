/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Makes values coarser, as the Safe Harbor rule does. */
final class Generalisation {

	/**
	 * First three digits of postal codes in whose area 20,000 people or fewer live
	 * (Census 2000, as the rule's guidance lists them).
	 */
	private static final Set<String> SPARSE = Set.of("036", "059", "063", "102", "203", "556", "692", "790", "821",
			"823", "830", "831", "878", "879", "884", "890", "893");

	private Generalisation() {
	}

	static boolean knows(Entity entity) {
		return entity.equals(Entity.DATE) || entity.equals(Entity.AGE) || entity.equals(Entity.POSTAL_CODE);
	}

	/** The coarse form, {@code null} if there is none. */
	static @Nullable String of(Entity entity, String value) {
		if (entity.equals(Entity.AGE)) {
			return "90+";
		}
		if (entity.equals(Entity.DATE)) {
			return year(value);
		}
		return entity.equals(Entity.POSTAL_CODE) ? area(value) : null;
	}

	private static @Nullable String year(String value) {
		for (int i = 0; i + 4 <= value.length(); i++) {
			boolean four = true;
			for (int k = i; k < i + 4; k++) {
				four &= WordCharacters.isDigit(value.charAt(k));
			}
			if (four) {
				return value.substring(i, i + 4);
			}
		}
		return null;
	}

	private static String area(String value) {
		String code = value.toUpperCase(Locale.ROOT);
		if (!WordCharacters.isDigit(code.charAt(0))) {
			int blank = code.indexOf(' ');
			return (blank > 0) ? code.substring(0, blank) : "***";
		}
		String area = code.substring(0, 3);
		return (SPARSE.contains(area) ? "000" : area) + "**";
	}

}
