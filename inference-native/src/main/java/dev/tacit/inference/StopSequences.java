/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.util.List;

/**
 * Ends an answer at the first of several texts, wherever token borders fall. Holds back
 * the longest tail that could still become one of them.
 */
final class StopSequences {

	private final List<String> sequences;

	private final StringBuilder held = new StringBuilder();

	private boolean matched;

	StopSequences(List<String> sequences) {
		this.sequences = sequences;
	}

	boolean matched() {
		return this.matched;
	}

	/**
	 * Takes more of the answer.
	 * @param delta text
	 * @return text that is surely before any stop sequence
	 */
	String accept(String delta) {
		if (this.matched) {
			return "";
		}
		if (this.sequences.isEmpty()) {
			return delta;
		}
		this.held.append(delta);
		int match = firstMatch();
		if (match >= 0) {
			this.matched = true;
			return release(match, this.held.length());
		}
		int safe = this.held.length() - longestOpenTail();
		return release(safe, safe);
	}

	/**
	 * The answer ended.
	 * @return what was held back
	 */
	String finish() {
		return this.matched ? "" : release(this.held.length(), this.held.length());
	}

	private String release(int emit, int drop) {
		String text = this.held.substring(0, emit);
		this.held.delete(0, drop);
		return text;
	}

	private int firstMatch() {
		int first = -1;
		for (String sequence : this.sequences) {
			int at = this.held.indexOf(sequence);
			if (at >= 0 && (first < 0 || at < first)) {
				first = at;
			}
		}
		return first;
	}

	private int longestOpenTail() {
		int longest = 0;
		for (String sequence : this.sequences) {
			for (int length = Math.min(sequence.length() - 1, this.held.length()); length > longest; length--) {
				if (sequence.regionMatches(0, this.held.substring(this.held.length() - length), 0, length)) {
					longest = length;
				}
			}
		}
		return longest;
	}

}
