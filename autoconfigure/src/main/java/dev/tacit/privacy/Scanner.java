/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Walks a text once and decides, position by position, what is a value. Each decision
 * depends on characters that were read and on nothing else; a position whose detectors
 * read beyond what has arrived is asked again. So the result is the same however a stream
 * is cut, and the stream waits only where a value is still open.
 * <p>
 * Values that overlap are decided together. The order: what the policy acts on before
 * what it allows; the surer band of confidence; the longer; the earlier; the detector
 * that is listed first.
 */
final class Scanner {

	/** Values that overlap in a chain longer than this are refused, not guessed. */
	static final int LONGEST_CLUSTER = 1 << 16;

	private final ScannedText text;

	private final Candidates found = new Candidates();

	private final DetectorTable detectors;

	private final Predicate<Candidate> allowed;

	/** Everything before this position is decided. */
	private int decided;

	/**
	 * Creates a scanner for one text.
	 * @param detectors what to look for
	 * @param allowed tells candidates that stay as they are
	 * @param expected length of the text, as far as it is known
	 */
	Scanner(DetectorTable detectors, Predicate<Candidate> allowed, int expected) {
		this.text = new ScannedText(expected);
		this.detectors = detectors;
		this.allowed = allowed;
	}

	/** The order in which values that overlap are chosen; see the class. */
	private int order(Candidate first, Candidate second) {
		boolean alike = first.entity() == second.entity();
		int order = alike ? 0 : Boolean.compare(this.allowed.test(first), this.allowed.test(second));
		order = (order != 0) ? order : Integer.compare(band(second), band(first));
		order = (order != 0) ? order : Integer.compare(length(second), length(first));
		return (order != 0) ? order : Integer.compare(first.start(), second.start());
	}

	private static int length(Candidate candidate) {
		return candidate.end() - candidate.start();
	}

	private static int band(Candidate candidate) {
		return (candidate.confidence() >= 0.8) ? 3 : (candidate.confidence() >= 0.6) ? 2 : 1;
	}

	ScannedText text() {
		return this.text;
	}

	int decided() {
		return this.decided;
	}

	/**
	 * Decides as far as possible.
	 * @return the values, in order, that were decided since the last call
	 * @throws ScanLimitException if a limit is hit
	 */
	List<Candidate> advance() {
		List<Candidate> values = new ArrayList<>();
		int at = this.decided;
		while (at < this.text.end()) {
			Detector[] asked = this.detectors.at(this.text, at);
			if (asked.length == 0) {
				at++;
				continue;
			}
			List<Candidate> cluster = cluster(at, asked);
			if (cluster == null) {
				break;
			}
			at++;
			if (!cluster.isEmpty()) {
				values.addAll(resolve(cluster));
				at = Math.max(at, values.get(values.size() - 1).end());
			}
			this.decided = at;
		}
		this.decided = at;
		return values;
	}

	/** All values that overlap from here on; null if that is still open. */
	private @Nullable List<Candidate> cluster(int start, Detector[] first) {
		List<Candidate> cluster = List.of();
		int end = start + 1;
		for (int at = start; at < end; at++) {
			Detector[] asked = (at == start) ? first : this.detectors.at(this.text, at);
			if (asked.length > 0) {
				List<Candidate> values = ask(asked, at);
				if (!values.isEmpty() && cluster.isEmpty()) {
					cluster = new ArrayList<>();
				}
				for (Candidate found : values) {
					cluster.add(found);
					end = Math.max(end, found.end());
				}
				if (this.text.starved()) {
					return null;
				}
			}
			if (end - start > LONGEST_CLUSTER) {
				throw new ScanLimitException();
			}
		}
		if (!cluster.isEmpty() && this.text.at(end) == ScannedText.NONE && this.text.starved()) {
			// An accent on the last letter may still come.
			return null;
		}
		return cluster;
	}

	private List<Candidate> ask(Detector[] asked, int at) {
		Candidates found = this.found;
		found.list().clear();
		this.text.ask(at);
		for (Detector detector : asked) {
			detector.detect(this.text, at, found);
			if (this.text.starved()) {
				break;
			}
		}
		List<Candidate> list = found.list();
		for (int i = list.size() - 1; i >= 0; i--) {
			if (!this.detectors.confident(list.get(i)) || list.get(i).end() <= at) {
				list.remove(i);
			}
		}
		return list;
	}

	private List<Candidate> resolve(List<Candidate> cluster) {
		if (cluster.size() == 1) {
			return cluster;
		}
		cluster.sort(this::order);
		List<Candidate> chosen = new ArrayList<>();
		for (Candidate candidate : cluster) {
			if (isFree(candidate, chosen)) {
				chosen.add(candidate);
			}
		}
		chosen.sort(Comparator.comparingInt(Candidate::start));
		return chosen;
	}

	private static boolean isFree(Candidate candidate, List<Candidate> chosen) {
		for (Candidate other : chosen) {
			if (candidate.start() < other.end() && other.start() < candidate.end()) {
				return false;
			}
		}
		return true;
	}

	/** A text is harder to decide than any honest one. */
	static final class ScanLimitException extends RuntimeException {

		ScanLimitException() {
			super("The text exceeds a limit of the privacy scan");
		}

	}

}
