/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

/**
 * A run of characters of some kind, whose end is asked for from many places inside it.
 * Each character is looked at once, however many ask: without this a token that begins
 * anew every few characters would cost the square of its length.
 */
final class Run {

	private final boolean[] ascii = new boolean[0x80];

	private final boolean letters;

	private final boolean stops;

	private int from;

	private int end;

	/** What stands at the end does not belong to the run, and has arrived. */
	private boolean closed;

	/**
	 * Creates a run of letters and digits, and more.
	 * @param symbols what else belongs to it
	 * @param letters whether letters outside ASCII do
	 * @param stops whether a full stop does where something that belongs follows
	 */
	Run(String symbols, boolean letters, boolean stops) {
		for (char c = 0; c < 0x80; c++) {
			this.ascii[c] = WordCharacters.isWord(c) || (c > 0 && symbols.indexOf(c) >= 0);
		}
		this.letters = letters;
		this.stops = stops;
	}

	/**
	 * Where the run that a position lies in ends.
	 * @param text the text
	 * @param at a position
	 * @param most how far to look
	 * @return the position after the last character of the run, or after so many
	 */
	int end(ScannedText text, int at, int most) {
		if (at < this.from || at >= this.end) {
			this.from = at;
			this.end = at;
			this.closed = false;
		}
		while (!this.closed && this.end - at < most) {
			if (!belongs(text, this.end)) {
				this.closed = !text.starved();
				break;
			}
			this.end++;
		}
		return Math.min(this.end, at + most);
	}

	private boolean belongs(ScannedText text, int at) {
		char c = text.at(at);
		return belongs(c) || (this.stops && c == '.' && belongs(text.at(at + 1)));
	}

	private boolean belongs(char c) {
		return (c < 0x80) ? this.ascii[c] : this.letters && WordCharacters.isWord(c);
	}

}
