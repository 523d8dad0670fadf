/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Arrays;

/**
 * A text, or as much of a stream as has arrived, as detectors see it: normalised, with
 * its words indexed. Positions count normalised characters from the start of the stream.
 * Not thread-safe.
 */
public final class ScannedText {

	/** How far before the position it is asked about a detector may look. */
	static final int LOOK_BACK = 96;

	/** What {@link #at} returns where there is no character. */
	public static final char NONE = 0;

	/** How many words before a value may name it. */
	private static final int REACH = 7;

	private static final int PHRASE = 4;

	/** Characters of a short word and what separates it; few texts have more words. */
	private static final int SHORT_WORD = 5;

	private static final int FORGET_FROM = 4096;

	private final NormalText text;

	private final Reading reading = new Reading(this);

	private final Run token = new Run("_-", false, true);

	private final Run[] tokenParts = { new Run("_-", false, false), new Run("_-", false, false),
			new Run("_-", false, false) };

	private final Run address = new Run("-._~:/?#[]@!$&'()*+,;=%", true, false);

	/**
	 * What {@link #text} holds, side by side: a character is read more often than all
	 * else.
	 */
	private char[] held;

	private int base;

	private int end;

	private boolean complete;

	private boolean starved;

	/** First position detectors may see at present. */
	private int floor;

	/** The same, or the first one that is held. */
	private int low;

	private int[] wordStarts;

	private int[] wordEnds;

	private long[] hashes;

	private long[] cues;

	private int words;

	/**
	 * All cues of all words so far: most texts never name what most detectors look for.
	 */
	private long mentioned;

	private int askedFrom = -1;

	private int askedTo;

	private long askedHash;

	private long askedCues;

	/** The position that was asked about last, and what was said. */
	private int surroundedAt = -1;

	private Surroundings surroundings = Surroundings.NONE;

	/** Where the next word is looked for. */
	private int wordsUntil;

	ScannedText(int expected) {
		this.text = new NormalText(expected);
		this.held = this.text.chars();
		int expectedWords = Math.max(64, expected / SHORT_WORD);
		this.wordStarts = new int[expectedWords];
		this.wordEnds = new int[expectedWords];
		this.hashes = new long[expectedWords];
		this.cues = new long[expectedWords];
	}

	NormalText source() {
		return this.text;
	}

	void append(CharSequence delta, int from, int to) {
		this.text.append(delta, from, to);
		this.text.settle(false);
		look();
	}

	void complete() {
		this.text.settle(true);
		this.complete = true;
		look();
	}

	private void look() {
		this.held = this.text.chars();
		this.base = this.text.base();
		this.end = this.text.end();
		this.low = Math.max(this.floor, this.base);
	}

	/** Asks about a position: forgets that an earlier question read too far. */
	void ask(int position) {
		this.starved = false;
		this.surroundedAt = -1;
		this.floor = position - LOOK_BACK;
		this.low = Math.max(this.floor, this.base);
		this.reading.at(position);
	}

	boolean starved() {
		return this.starved;
	}

	int end() {
		return this.end;
	}

	/**
	 * The character at a position.
	 * @param position the position
	 * @return the normalised character; {@link #NONE} before the start, too far back and
	 * after the end
	 */
	public char at(int position) {
		if (position >= this.end) {
			this.starved |= !this.complete;
			return NONE;
		}
		return (position < this.low) ? NONE : this.held[position - this.base];
	}

	/**
	 * A part of the normalised text. What {@link #at} cannot see is left out; a detector
	 * that asks beyond what has arrived is asked again.
	 * @param from first position
	 * @param to position after the last one
	 * @return the text
	 */
	public String text(int from, int to) {
		this.starved |= !this.complete && to > this.text.end();
		int low = Math.max(this.floor, this.text.base());
		int end = Math.max(low, Math.min(to, this.text.end()));
		int first = Math.min(Math.max(from, low), end);
		return this.text.normal(first, end);
	}

	/**
	 * Letters and digits from the position asked about, without what separates groups.
	 */
	Reading reading() {
		return this.reading;
	}

	/** End of a key or token: words, hyphens, underscores, full stops inside. */
	int tokenEnd(int at, int most) {
		return this.token.end(this, at, most);
	}

	/** End of the n-th part of a token whose parts full stops separate. */
	int tokenPartEnd(int part, int at, int most) {
		return this.tokenParts[part].end(this, at, most);
	}

	int addressEnd(int at, int most) {
		return this.address.end(this, at, most);
	}

	/**
	 * Whether a letter or digit stands at a position.
	 * @param position the position
	 * @return whether it does
	 */
	public boolean isWord(int position) {
		return WordCharacters.isWord(at(position));
	}

	/** A character that is held, however far back. */
	char held(int position) {
		return this.held[position - this.base];
	}

	int base() {
		return this.base;
	}

	/** What the words just before a position say about the value there. */
	Surroundings context(int position) {
		if (position != this.surroundedAt) {
			this.surroundings = surroundings(position);
			this.surroundedAt = position;
		}
		return this.surroundings;
	}

	private Surroundings surroundings(int position) {
		index(position);
		if ((this.mentioned & Cue.NUMBERS) == 0) {
			return Surroundings.NONE;
		}
		int last = lastWordBefore(position);
		boolean consumed = false;
		for (int i = last; i >= 0 && i > last - REACH && this.wordStarts[i] >= this.floor; i--) {
			long named = this.cues[i] & Cue.NUMBERS;
			if (named != 0) {
				return new Surroundings(named, consumed);
			}
			boolean digits = WordCharacters.isDigit(this.held[this.wordStarts[i] - this.base]);
			consumed |= digits && this.wordEnds[i] - this.wordStarts[i] >= 2;
		}
		return Surroundings.NONE;
	}

	/** Whether a cue stands among the given number of words before a position. */
	boolean names(Cue cue, int position, int count) {
		index(position);
		return cue.in(this.mentioned) && cue.in(cuesBefore(position, count));
	}

	/** What the given number of words before a position say, all together. */
	long cuesBefore(int position, int count) {
		index(position);
		int last = lastWordBefore(position);
		long found = 0;
		for (int i = last; i >= 0 && i > last - count && this.wordStarts[i] >= this.floor; i--) {
			found |= this.cues[i];
		}
		return found;
	}

	/** End of the last word before a position, or -1. */
	int wordEndBefore(int position) {
		index(position);
		int last = lastWordBefore(position);
		return (last >= 0 && this.wordStarts[last] >= this.floor) ? this.wordEnds[last] : -1;
	}

	/** What a run of letters says; several detectors ask about the same one. */
	long cuesOf(int from, int to) {
		if (from != this.askedFrom || to != this.askedTo) {
			long hash = 0;
			for (int i = from; i < to; i++) {
				hash = Lexicon.next(hash, this.held[i - this.base]);
			}
			this.askedFrom = from;
			this.askedTo = to;
			this.askedHash = Lexicon.finished(hash);
			this.askedCues = Lexicon.STANDARD.word(this.askedHash);
		}
		return this.askedCues;
	}

	/** The hash of a run of letters, as the lexicon has it. */
	long hashOf(int from, int to) {
		cuesOf(from, to);
		return this.askedHash;
	}

	private int lastWordBefore(int position) {
		if (this.words == 0 || this.wordEnds[this.words - 1] <= position) {
			return this.words - 1;
		}
		int found = Arrays.binarySearch(this.wordEnds, 0, this.words, position);
		return (found >= 0) ? found : -found - 2;
	}

	/** Indexes the words that end at or before a position at which one may begin. */
	private void index(int position) {
		int at = this.wordsUntil;
		while (at < position) {
			char c = this.held[at - this.base];
			if (!WordCharacters.isWord(c)) {
				at++;
				continue;
			}
			int start = at;
			long hash = Lexicon.next(0, c);
			boolean digits = WordCharacters.isDigit(c);
			boolean lower = WordCharacters.isLower(c);
			while (++at < position) {
				c = this.held[at - this.base];
				boolean upper = WordCharacters.isUpper(c);
				if (!WordCharacters.isWord(c) || WordCharacters.isDigit(c) != digits || (lower && upper)) {
					break;
				}
				lower = !upper && !digits;
				hash = Lexicon.next(hash, c);
			}
			add(start, at, Lexicon.finished(hash));
		}
		this.wordsUntil = Math.max(at, this.wordsUntil);
	}

	private void add(int start, int end, long hash) {
		if (this.words == this.wordStarts.length) {
			int length = 2 * this.words;
			this.wordStarts = Arrays.copyOf(this.wordStarts, length);
			this.wordEnds = Arrays.copyOf(this.wordEnds, length);
			this.hashes = Arrays.copyOf(this.hashes, length);
			this.cues = Arrays.copyOf(this.cues, length);
		}
		int index = this.words++;
		this.wordStarts[index] = start;
		this.wordEnds[index] = end;
		this.hashes[index] = hash;
		int first = index;
		while (first > 0 && first > index - PHRASE && this.wordStarts[first] - this.wordEnds[first - 1] <= 3) {
			first--;
		}
		long cues = Lexicon.STANDARD.phrase(this.hashes, index, first);
		this.cues[index] = cues;
		this.mentioned |= cues;
	}

	/**
	 * Drops what no detector can see any more.
	 * @param decided position before which everything is decided
	 * @param rawKept stream position of the first unit that is still needed
	 */
	void forget(int decided, int rawKept) {
		// Twice the reach: a word or a phrase that is cut at the edge is out of sight.
		int keep = decided - 2 * LOOK_BACK;
		if (keep - this.text.base() < FORGET_FROM || this.text.rawStart(keep) > rawKept) {
			return;
		}
		int drop = 0;
		while (drop < this.words && this.wordEnds[drop] <= keep) {
			drop++;
		}
		this.words -= drop;
		System.arraycopy(this.wordStarts, drop, this.wordStarts, 0, this.words);
		System.arraycopy(this.wordEnds, drop, this.wordEnds, 0, this.words);
		System.arraycopy(this.hashes, drop, this.hashes, 0, this.words);
		System.arraycopy(this.cues, drop, this.cues, 0, this.words);
		this.wordsUntil = Math.max(this.wordsUntil, keep);
		this.text.forget(keep);
		look();
	}

	@Override
	public String toString() {
		return "ScannedText[" + this.text.end() + " characters]";
	}

}
