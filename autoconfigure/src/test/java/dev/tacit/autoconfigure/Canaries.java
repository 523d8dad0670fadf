/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/** Words that stand nowhere else, so that finding one means that something leaked. */
final class Canaries {

	private final Random random;

	private final List<String> made = new ArrayList<>();

	Canaries(long seed) {
		this.random = new Random(seed);
	}

	/** A word of plain letters. */
	synchronized String word() {
		StringBuilder word = new StringBuilder("zq");
		for (int i = 0; i < 10; i++) {
			word.append((char) ('a' + this.random.nextInt(26)));
		}
		return remembered(word.toString());
	}

	String mail() {
		return word() + "@example.org";
	}

	/** A card number with a right check digit. */
	synchronized String card() {
		StringBuilder digits = new StringBuilder("4");
		while (digits.length() < 15) {
			digits.append(this.random.nextInt(10));
		}
		int sum = 0;
		for (int i = 14; i >= 0; i -= 2) {
			int doubled = 2 * (digits.charAt(i) - '0');
			sum += (doubled > 9) ? doubled - 9 : doubled;
			sum += (i > 0) ? digits.charAt(i - 1) - '0' : 0;
		}
		return remembered(digits.append((10 - sum % 10) % 10).toString());
	}

	private String remembered(String canary) {
		this.made.add(canary);
		return canary;
	}

	/** The canaries that stand in a text, whatever their case. */
	synchronized List<String> in(String text) {
		String lower = text.toLowerCase(Locale.ROOT);
		return this.made.stream().filter(lower::contains).collect(Collectors.toList());
	}

	synchronized List<String> made() {
		return List.copyOf(this.made);
	}

}
