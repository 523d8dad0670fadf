/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Filters one stream. Text is held back from where a value might still begin that later
 * text completes, at most some 260 characters; everything before is decided and emitted.
 * <p>
 * What is emitted, concatenated, does not depend on how the stream was cut, and no prefix
 * of it holds more of a protected value than its replacement shows. Not thread-safe.
 */
public final class StreamFilter {

	private final PrivacyPolicy policy;

	private final List<Detector> detectors;

	private final Direction direction;

	private final PrivacyScope scope;

	private final List<Finding> findings = new ArrayList<>();

	/**
	 * Undecided text, and one decided character before it for detectors to look back on.
	 */
	private final StringBuilder text = new StringBuilder();

	/** First undecided unit of {@link #text}. */
	private int from;

	/** Position of {@link #text} in the stream. */
	private int offset;

	StreamFilter(PrivacyPolicy policy, List<Detector> detectors, Direction direction, PrivacyScope scope) {
		this.policy = policy;
		this.detectors = detectors;
		this.direction = direction;
		this.scope = scope;
	}

	/**
	 * Takes more of the stream.
	 * @param delta text
	 * @return what may be emitted now, perhaps nothing
	 * @throws PolicyBlockedException if a rule says so; nothing more may be emitted then
	 */
	public String accept(String delta) {
		this.text.append(delta);
		int open = this.text.length();
		for (Detector detector : this.detectors) {
			open = Math.min(open, detector.openFrom(this.text, this.from));
		}
		return decide(open, false);
	}

	/**
	 * Ends the stream.
	 * @return the filtered rest
	 * @throws PolicyBlockedException if a rule says so
	 */
	public String finish() {
		return decide(this.text.length(), true);
	}

	/**
	 * What was found so far; offsets count from the start of the stream.
	 * @return the findings, in order
	 */
	public List<Finding> findings() {
		return List.copyOf(this.findings);
	}

	private String decide(int open, boolean last) {
		StringBuilder out = new StringBuilder();
		@Nullable Candidate[] upcoming = new Candidate[this.detectors.size()];
		boolean[] searched = new boolean[upcoming.length];
		while (true) {
			Candidate first = earliest(upcoming, searched);
			if (first == null || first.start() >= open) {
				break;
			}
			out.append(this.text, this.from, first.start());
			out.append(replacement(first));
			this.from = first.end();
		}
		if (open > this.from) {
			int end = last ? open : wholeCharacters(open);
			out.append(this.text, this.from, end);
			this.from = end;
		}
		int drop = Math.max(0, this.from - 1);
		this.text.delete(0, drop);
		this.offset += drop;
		this.from -= drop;
		return out.toString();
	}

	/**
	 * The earliest value from here on; the longer one, then the first detector, on a tie.
	 */
	private @Nullable Candidate earliest(@Nullable Candidate[] upcoming, boolean[] searched) {
		Candidate best = null;
		for (int i = 0; i < upcoming.length; i++) {
			Candidate candidate = upcoming[i];
			if (!searched[i] || (candidate != null && candidate.start() < this.from)) {
				candidate = this.detectors.get(i).next(this.text, this.from);
				upcoming[i] = candidate;
				searched[i] = true;
			}
			if (candidate != null && (best == null || candidate.start() < best.start()
					|| (candidate.start() == best.start() && candidate.end() > best.end()))) {
				best = candidate;
			}
		}
		return best;
	}

	private String replacement(Candidate candidate) {
		Action action = this.policy.decide(candidate.entity(), this.direction, this.scope);
		this.findings.add(new Finding(candidate.entity(), this.direction, action, this.offset + candidate.start(),
				this.offset + candidate.end()));
		String value = this.text.substring(candidate.start(), candidate.end());
		return switch (action) {
			case BLOCK -> throw new PolicyBlockedException(Set.of(candidate.entity()), this.direction);
			case REDACT -> "[" + candidate.entity().name() + "]";
			case MASK -> mask(value);
			case ALLOW -> value;
		};
	}

	/** Keeps the last four letters and digits, and everything that separates groups. */
	private static String mask(String value) {
		StringBuilder masked = new StringBuilder(value);
		int kept = 0;
		for (int i = masked.length() - 1; i >= 0; i--) {
			if (Character.isLetterOrDigit(masked.charAt(i)) && kept++ >= 4) {
				masked.setCharAt(i, '*');
			}
		}
		return masked.toString();
	}

	/** A surrogate pair is emitted whole. */
	private int wholeCharacters(int end) {
		boolean cutsPair = end < this.text.length() ? Character.isLowSurrogate(this.text.charAt(end))
				: (end > this.from && Character.isHighSurrogate(this.text.charAt(end - 1)));
		return (cutsPair && end > this.from) ? end - 1 : end;
	}

}
