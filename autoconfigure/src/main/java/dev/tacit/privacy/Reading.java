/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

/**
 * Letters and digits that follow each other from one position, without the separators
 * between groups. Read as far as it is asked for: each further character is one that a
 * stream has to wait for.
 */
final class Reading {

	static final int LONGEST = 48;

	private final ScannedText text;

	private final char[] characters = new char[LONGEST];

	private final int[] starts = new int[LONGEST];

	private int start;

	private int count;

	private int next;

	private boolean ended;

	private String compact = "";

	Reading(ScannedText text) {
		this.text = text;
	}

	void at(int position) {
		this.start = position;
		this.next = position;
		this.count = 0;
		this.ended = false;
		this.compact = "";
	}

	int start() {
		return this.start;
	}

	/**
	 * The n-th letter (in upper case) or digit; {@link ScannedText#NONE} after the last.
	 */
	char c(int n) {
		while (this.count <= n && !this.ended && this.count < LONGEST) {
			read();
		}
		return (n < this.count) ? this.characters[n] : ScannedText.NONE;
	}

	private void read() {
		int at = this.next;
		if (this.count > 0 && !this.text.isWord(at)) {
			// Words of prose are no groups: a lower-case letter is not followed by one.
			char last = this.text.at(at - 1);
			at = (last >= 'a' && last <= 'z') ? -1 : afterSeparator(at);
		}
		char c = (at >= 0) ? this.text.at(at) : ScannedText.NONE;
		if (!WordCharacters.isWord(c) || c >= 0x80) {
			this.ended = true;
			return;
		}
		this.characters[this.count] = (c >= 'a') ? (char) (c - 32) : c;
		this.starts[this.count++] = at;
		this.next = at + 1;
	}

	/** Where the next group begins, -1 if what follows separates no groups. */
	private int afterSeparator(int from) {
		char c = this.text.at(from);
		if (c == '.' || c == '/') {
			return from + 1;
		}
		int at = from;
		boolean line = false;
		while (at < from + 3) {
			if (c == '\n' && !line) {
				line = true;
			}
			else if (c != ' ' && c != '-' && c != '\t' && c != '\r') {
				break;
			}
			c = this.text.at(++at);
		}
		return (at > from) ? at : -1;
	}

	/** How many digits stand in a row, up to a limit. */
	int digits(int limit) {
		int n = 0;
		while (n < limit && WordCharacters.isDigit(c(n))) {
			n++;
		}
		return n;
	}

	int digit(int n) {
		return c(n) - '0';
	}

	/** Position after the first n characters. */
	int end(int n) {
		return this.starts[n - 1] + 1;
	}

	/** The first n characters without separators; several rules ask for the same ones. */
	String compact(int n) {
		if (this.compact.length() != n) {
			this.compact = new String(this.characters, 0, n);
		}
		return this.compact;
	}

	/** Whether the word ends after n characters. */
	boolean wordEnds(int n) {
		return !this.text.isWord(end(n));
	}

	/** Whether no digit continues the number after n digits. */
	boolean groupEnds(int n) {
		return !WordCharacters.isDigit(this.text.at(end(n)));
	}

	/** Whether the n-th character begins a group, because something stands before it. */
	boolean separated(int n) {
		return n > 0 && this.starts[n] != this.starts[n - 1] + 1;
	}

	/** The character before the n-th one, as written. */
	char separator(int n) {
		return this.text.at(this.starts[n] - 1);
	}

	/** Whether the first n characters stand without separators. */
	boolean contiguous(int n) {
		return this.starts[n - 1] - this.start == n - 1;
	}

	/**
	 * Whether the first n characters are grouped as given, with one kind of separator.
	 */
	boolean grouped(int... sizes) {
		int n = 0;
		char kind = ScannedText.NONE;
		for (int size : sizes) {
			for (int i = 0; i < size; i++, n++) {
				boolean first = i == 0 && n > 0;
				if (c(n) == ScannedText.NONE || separated(n) != first) {
					return false;
				}
				if (first) {
					if (kind != ScannedText.NONE && separator(n) != kind) {
						return false;
					}
					kind = separator(n);
				}
			}
		}
		return true;
	}

	/**
	 * Whether the first n characters are all there is: the word ends, and neither more
	 * groups of the same kind nor a decimal or hyphenated part follow.
	 */
	boolean whole(int n) {
		if (!wordEnds(n)) {
			return false;
		}
		int end = end(n);
		char after = this.text.at(end);
		boolean joins = after == '-' || after == '.' || after == '/' || after == '_'
				|| (after == ' ' && !contiguous(n));
		return !joins || !WordCharacters.isDigit(this.text.at(end + 1));
	}

	/** Whether nothing is joined to the front, as in a decimal or a part number. */
	boolean free() {
		char before = this.text.at(this.start - 1);
		if (WordCharacters.isWord(before) || before == '_' || before == '$' || before == '\u20ac') {
			return false;
		}
		boolean joins = before == '-' || before == '.' || before == '/' || before == '+';
		return !joins || !(this.text.isWord(this.start - 2) || before == '+');
	}

}
