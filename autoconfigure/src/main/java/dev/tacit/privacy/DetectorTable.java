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

	/** A word of prose is shorter than any address of a wallet. */
	private static final int LONGEST_WORD = 25;

	/** What may stand behind a word of prose. */
	private static final boolean[] BREAKS = new boolean[0x80];

	static {
		for (char c : " \t\n\r,;!?)]|\"".toCharArray()) {
			BREAKS[c] = true;
		}
	}

	private final Detector[] digit;

	private final Detector[] symbol;

	private final Detector[] word;

	private final Detector[] capitalWord;

	private final Detector[] code;

	private final Detector[] capitalCode;

	private final double threshold;

	private final Map<Entity, Double> thresholds;

	DetectorTable(List<Detector> detectors, double threshold, Map<Entity, Double> thresholds) {
		this.digit = asked(detectors, Detector.Trigger.DIGIT);
		this.symbol = asked(detectors, Detector.Trigger.SYMBOL);
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

	boolean confident(Candidate candidate) {
		return candidate.confidence() >= this.thresholds.getOrDefault(candidate.entity(), this.threshold);
	}

	/** Who is asked about a position; nobody where no value begins. */
	Detector[] at(ScannedText text, int at) {
		NormalText source = text.source();
		char c = source.charAt(at);
		if (c <= ' ') {
			return NONE;
		}
		char before = (at > source.base()) ? source.charAt(at - 1) : ScannedText.NONE;
		if (ScannedText.isDigit(c)) {
			return ScannedText.isDigit(before) ? NONE : this.digit;
		}
		if (!ScannedText.isWordCharacter(c)) {
			return (c < 0x80) ? this.symbol : NONE;
		}
		if (ScannedText.isWordCharacter(before)) {
			return NONE;
		}
		boolean capital = (c < 0x80) ? c <= 'Z' : Character.isUpperCase(c);
		if (prose(source, at)) {
			return capital ? this.capitalWord : this.word;
		}
		return capital ? this.capitalCode : this.code;
	}

	/**
	 * Whether a word goes on in lower case to where it ends before something that joins
	 * it to nothing. Where that has not arrived, it is not known, and everybody is asked.
	 */
	private static boolean prose(NormalText source, int at) {
		int limit = Math.min(source.end(), at + LONGEST_WORD);
		int end = at + 1;
		while (end < limit && source.charAt(end) >= 'a' && source.charAt(end) <= 'z') {
			end++;
		}
		if (end >= limit || (end == at + 1 && source.charAt(at) < 'a')) {
			return false;
		}
		char after = source.charAt(end);
		if (after == '.' || after == ':') {
			return end + 1 < source.end() && source.charAt(end + 1) <= ' ';
		}
		return after < 0x80 && BREAKS[after];
	}

}
