/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Sequences that wait for a slot. Higher priorities go first; within one priority the
 * principal who holds the fewest slots is next, and of those who hold equally many the
 * one who was served longest ago. So a caller with fifty requests does not starve one who
 * has one.
 * <p>
 * Not thread-safe: the scheduler's lock guards it.
 */
final class AdmissionQueue {

	/** Principals in the order in which they were last served. */
	private final Map<String, Deque<Sequence>> waiting = new LinkedHashMap<>();

	private int size;

	int size() {
		return this.size;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	void add(Sequence sequence) {
		this.waiting.computeIfAbsent(sequence.caller().principal(), (principal) -> new ArrayDeque<>()).add(sequence);
		this.size++;
	}

	/**
	 * Takes the next sequence.
	 * @param active sequences that hold slots
	 * @param admissible whether there is memory for a sequence; one that must wait for
	 * memory is not overtaken
	 * @return the sequence, or {@code null}
	 */
	@Nullable Sequence poll(Collection<Sequence> active, Predicate<Sequence> admissible) {
		Map<String, Integer> held = new HashMap<>();
		active.forEach((sequence) -> held.merge(sequence.caller().principal(), 1, Integer::sum));
		Sequence best = null;
		for (Deque<Sequence> sequences : this.waiting.values()) {
			for (Sequence candidate : sequences) {
				if (best == null || goesBefore(candidate, best, held)) {
					best = candidate;
				}
			}
		}
		if (best == null || !admissible.test(best)) {
			return null;
		}
		remove(best);
		Deque<Sequence> others = this.waiting.remove(best.caller().principal());
		if (others != null) {
			this.waiting.put(best.caller().principal(), others);
		}
		return best;
	}

	private static boolean goesBefore(Sequence candidate, Sequence best, Map<String, Integer> held) {
		if (candidate.caller().priority() != best.caller().priority()) {
			return candidate.caller().priority() > best.caller().priority();
		}
		return held.getOrDefault(candidate.caller().principal(), 0) < held.getOrDefault(best.caller().principal(), 0);
	}

	List<Sequence> all() {
		List<Sequence> all = new ArrayList<>(this.size);
		this.waiting.values().forEach(all::addAll);
		return all;
	}

	void remove(Sequence sequence) {
		Deque<Sequence> sequences = this.waiting.get(sequence.caller().principal());
		if (sequences != null && sequences.remove(sequence)) {
			this.size--;
			if (sequences.isEmpty()) {
				this.waiting.remove(sequence.caller().principal());
			}
		}
	}

}
