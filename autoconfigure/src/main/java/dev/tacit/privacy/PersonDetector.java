/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Set;

/**
 * Names of people: after a form of address, the heading of a form or an introduction, or
 * by a known given name or surname beside another capitalised word. A name that nothing
 * announces and no list holds is not found.
 */
final class PersonDetector implements Detector {

	private static final int MOST_WORDS = 5;

	@Override
	public Set<Entity> entities() {
		return Set.of(Entity.PERSON);
	}

	@Override
	public Set<Trigger> triggers() {
		return Set.of(Trigger.CAPITAL);
	}

	@Override
	public void detect(ScannedText text, int at, Candidates found) {
		if (!WordCharacters.isUpper(text.at(at)) || text.isWord(at - 1) || text.at(at - 1) == '@') {
			return;
		}
		Name name = new Name(text, at);
		name.read();
		if (name.words == 0) {
			return;
		}
		double confidence = confidence(text, at, name);
		if (confidence > 0) {
			found.add(Entity.PERSON, at, name.end, confidence);
		}
	}

	private static double confidence(ScannedText text, int at, Name name) {
		int before = text.wordEndBefore(at);
		int gap = (before < 0) ? Integer.MAX_VALUE : at - before;
		long last = (gap <= 4) ? text.cuesBefore(at, 1) : 0;
		boolean colon = gap <= 4 && hasColon(text, before, at);
		if (Cue.TITLE.in(last) && gap <= 2 && text.at(before) != ',') {
			return 0.9;
		}
		boolean labelled = Cue.LABEL.in(last) && (colon ? name.words > 1 || name.known : name.words > 1);
		if (labelled) {
			return 0.85;
		}
		if (Cue.INTRODUCTION.in(last) && gap <= 2) {
			return 0.85;
		}
		if (name.ordinaryFirst) {
			return (name.given && name.surname && name.words > 1) ? 0.7 : 0;
		}
		if (name.given && name.words > 1) {
			return name.surname ? 0.85 : 0.7;
		}
		if (name.surname && name.words > 1 && name.initial) {
			return 0.7;
		}
		return (name.given && name.certain) ? 0.55 : 0;
	}

	private static boolean hasColon(ScannedText text, int from, int to) {
		for (int i = from; i < to; i++) {
			if (text.at(i) == ':' || text.at(i) == '|' || text.at(i) == '=') {
				return true;
			}
		}
		return false;
	}

	/** Capitalised words, particles and initials from one position. */
	private static final class Name {

		private final ScannedText text;

		private final int start;

		private int end;

		/** Words other than particles. */
		private int words;

		private boolean given;

		private boolean surname;

		private boolean known;

		private boolean initial;

		/** The first word is another word as well. */
		private boolean ordinaryFirst;

		/** The only word is a given name and no other word. */
		private boolean certain;

		Name(ScannedText text, int start) {
			this.text = text;
			this.start = start;
			this.end = start;
		}

		void read() {
			int at = this.start;
			for (int i = 0; i < MOST_WORDS + 2 && this.words < MOST_WORDS; i++) {
				int wordEnd = wordEnd(at);
				if (wordEnd == at || !accept(at, wordEnd)) {
					break;
				}
				at = nextWord(wordEnd);
				if (at < 0) {
					break;
				}
			}
		}

		private boolean accept(int from, int to) {
			boolean upper = WordCharacters.isUpper(this.text.at(from));
			long cues = this.text.cuesOf(from, to);
			if (!upper) {
				return this.words > 0 && Cue.NAME_PARTICLE.in(cues) && followedByName(to);
			}
			boolean listed = Cue.GIVEN_NAME.in(cues) || Cue.SURNAME.in(cues);
			boolean ordinary = Cue.COMMON.in(cues) || Cue.TITLE.in(cues) || Cue.LABEL.in(cues) || Cue.MONTH.in(cues)
					|| Cue.STREET_SUFFIX.in(cues) || (cues & Cue.NUMBERS) != 0;
			if (to - from == 1) {
				this.initial = true;
				if (this.words == 0 && this.text.at(to) != '.') {
					return false;
				}
			}
			else if (ordinary && !listed) {
				return false;
			}
			boolean first = this.words == 0;
			this.given |= Cue.GIVEN_NAME.in(cues) && (first || this.initial || !this.given);
			this.surname |= Cue.SURNAME.in(cues) && !(first && Cue.GIVEN_NAME.in(cues));
			this.ordinaryFirst |= first && ordinary;
			this.known |= listed;
			this.certain = first && Cue.GIVEN_NAME.in(cues) && !ordinary && !Cue.SURNAME.in(cues);
			this.words++;
			this.end = to;
			return true;
		}

		private boolean followedByName(int to) {
			int next = to + 1;
			int end = wordEnd(next);
			return WordCharacters.isUpper(this.text.at(next))
					|| (end > next && Cue.NAME_PARTICLE.in(this.text.cuesOf(next, end)));
		}

		/** A word with apostrophes and hyphens inside; a possessive is left out. */
		private int wordEnd(int from) {
			int at = from;
			while (at - from < 32) {
				char c = this.text.at(at);
				boolean joint = (c == '\'' || c == '-') && at > from && WordCharacters.isUpper(this.text.at(at + 1));
				if (!WordCharacters.isLetter(c) && !joint) {
					break;
				}
				at++;
			}
			return at;
		}

		/** Where the next word of the name may begin, -1 if the name ends. */
		private int nextWord(int wordEnd) {
			char c = this.text.at(wordEnd);
			boolean initialEnds = c == '.' && wordEnd - this.start >= 1
					&& (wordEnd == 1 || !this.text.isWord(wordEnd - 2));
			if (initialEnds) {
				return (this.text.at(wordEnd + 1) == ' ') ? wordEnd + 2 : wordEnd + 1;
			}
			if (c == ' ') {
				return wordEnd + 1;
			}
			boolean inverted = c == ',' && this.words == 1 && this.text.at(wordEnd + 1) == ' ';
			return (inverted && givenFollows(wordEnd + 2)) ? wordEnd + 2 : -1;
		}

		private boolean givenFollows(int from) {
			int to = wordEnd(from);
			return to > from && WordCharacters.isUpper(this.text.at(from))
					&& Cue.GIVEN_NAME.in(this.text.cuesOf(from, to));
		}

	}

}
