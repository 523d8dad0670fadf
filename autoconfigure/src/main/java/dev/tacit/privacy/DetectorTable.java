/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Detectors by the kind of position they are asked at, and how sure a value must be. */
final class DetectorTable {

	private final Map<Detector.Trigger, Detector[]> byTrigger = new EnumMap<>(Detector.Trigger.class);

	private final double threshold;

	private final Map<Entity, Double> thresholds;

	DetectorTable(List<Detector> detectors, double threshold, Map<Entity, Double> thresholds) {
		for (Detector.Trigger trigger : Detector.Trigger.values()) {
			List<Detector> asked = new ArrayList<>(detectors);
			asked.removeIf((detector) -> !detector.triggers().contains(trigger));
			this.byTrigger.put(trigger, asked.toArray(new Detector[0]));
		}
		this.threshold = threshold;
		this.thresholds = new HashMap<>(thresholds);
	}

	Detector[] of(Detector.Trigger trigger) {
		return this.byTrigger.getOrDefault(trigger, new Detector[0]);
	}

	boolean confident(Candidate candidate) {
		return candidate.confidence() >= this.thresholds.getOrDefault(candidate.entity(), this.threshold);
	}

	/** Kind of a position, {@code null} where no value begins. */
	Detector.@Nullable Trigger trigger(ScannedText text, int at) {
		char c = text.source().charAt(at);
		if (c <= ' ') {
			return null;
		}
		char before = (at > text.source().base()) ? text.source().charAt(at - 1) : ScannedText.NONE;
		if (ScannedText.isDigit(c)) {
			return ScannedText.isDigit(before) ? null : Detector.Trigger.DIGIT;
		}
		if (ScannedText.isWordCharacter(c)) {
			return ScannedText.isWordCharacter(before) ? null : Detector.Trigger.LETTER;
		}
		return (c < 0x80) ? Detector.Trigger.SYMBOL : null;
	}

}
