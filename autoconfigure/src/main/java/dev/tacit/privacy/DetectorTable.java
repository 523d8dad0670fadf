/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Detectors by the kind of position they are asked at, and how sure a value must be. */
final class DetectorTable {

	private static final Detector[] NONE = new Detector[0];

	/** Words of prose and plain numbers are shorter than any address of a wallet. */
	private static final int LONGEST_WORD = 25;

	/** What may stand behind a word of prose or a plain number. */
	private static final boolean[] BREAKS = new boolean[0x80];

	static {
		for (char c : " \t\n\r,;!?)]|\"".toCharArray()) {
			BREAKS[c] = true;
		}
	}

	private final Detector[] number;

	private final Detector[] digit;

	/** By the symbol. */
	private final Detector[][] symbol = new Detector[0x80][];

	private final Detector[] word;

	private final Detector[] capitalWord;

	private final Detector[] code;

	private final Detector[] capitalCode;

	private final double threshold;

	private final Map<Entity, Double> thresholds;

	DetectorTable(List<Detector> detectors, double threshold, Map<Entity, Double> thresholds) {
		this.number = asked(detectors, Detector.Trigger.DIGIT);
		this.digit = asked(detectors, Detector.Trigger.DIGIT, Detector.Trigger.JOINED_DIGIT);
		for (char c = 0; c < this.symbol.length; c++) {
			char begun = c;
			this.symbol[c] = asked(
					detectors.stream().filter((detector) -> mayBeginWith(detector.symbols(), begun)).toList(),
					Detector.Trigger.SYMBOL);
		}
		this.word = asked(detectors, Detector.Trigger.LETTER);
		this.capitalWord = asked(detectors, Detector.Trigger.LETTER, Detector.Trigger.CAPITAL);
		this.code = asked(detectors, Detector.Trigger.LETTER, Detector.Trigger.CODE);
		this.capitalCode = asked(detectors, Detector.Trigger.LETTER, Detector.Trigger.CODE, Detector.Trigger.CAPITAL);
		this.threshold = threshold;
		this.thresholds = new HashMap<>(thresholds);
	}

	private static Detector[] asked(List<Detector> detectors, Detector.Trigger... triggers) {
		List<Detector> asked = new ArrayList<>(detectors);
		asked.removeIf((detector) -> List.of(triggers).stream().noneMatch(detector.triggers()::contains));
		return asked.toArray(NONE);
	}

	private static boolean mayBeginWith(String symbols, char c) {
		return symbols.isEmpty() || symbols.indexOf(c) >= 0;
	}

	boolean confident(Candidate candidate) {
		Double own = this.thresholds.isEmpty() ? null : this.thresholds.get(candidate.entity());
		return candidate.confidence() >= ((own != null) ? own : this.threshold);
	}

	/** Who is asked about a position; nobody where no value begins. */
	Detector[] at(ScannedText text, int at) {
		char c = text.held(at);
		if (!WordCharacters.isWord(c)) {
			return (c > ' ' && c < 0x80) ? this.symbol[c] : NONE;
		}
		char before = (at > text.base()) ? text.held(at - 1) : ScannedText.NONE;
		if (WordCharacters.isDigit(c)) {
			return WordCharacters.isDigit(before) ? NONE : plain(text, at, '0', '9') ? this.number : this.digit;
		}
		if (WordCharacters.isWord(before)) {
			return NONE;
		}
		boolean capital = WordCharacters.isUpper(c);
		if (plain(text, at, 'a', 'z')) {
			return capital ? this.capitalWord : this.word;
		}
		return capital ? this.capitalCode : this.code;
	}

	/**
	 * Whether a word goes on in lower case, or a number in digits, to where it ends
	 * before something that joins it to nothing. Where that has not arrived, it is not
	 * known, and everybody is asked.
	 */
	private static boolean plain(ScannedText text, int at, char first, char last) {
		int limit = Math.min(text.end(), at + LONGEST_WORD);
		int end = at + 1;
		while (end < limit && text.held(end) >= first && text.held(end) <= last) {
			end++;
		}
		if (end >= limit || (end == at + 1 && text.held(at) < first)) {
			return false;
		}
		char after = text.held(end);
		if (after == '.' || after == ':') {
			return end + 1 < text.end() && text.held(end + 1) <= ' ';
		}
		return after < 0x80 && BREAKS[after];
	}

}
