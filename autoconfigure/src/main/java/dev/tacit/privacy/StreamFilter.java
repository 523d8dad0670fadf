/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Filters one stream of text. What is emitted, concatenated, equals the filtered whole,
 * however the stream is cut, and no part of it holds a fragment of a protected value:
 * text is held back while a value may still be open, and no longer.
 * <p>
 * Used by one thread at a time; not thread-safe.
 */
public final class StreamFilter {

	/**
	 * Longest stream that is scanned; a longer one is refused, never passed on unscanned.
	 */
	static final int MOST = 16 << 20;

	/** Scanned at a time, so that memory does not grow with the text. */
	private static final int SLICE = 1 << 14;

	private final Direction direction;

	private final Scanner scanner;

	private final ScanDecisions decisions;

	private final List<Replacement> replacements = new ArrayList<>();

	/** Stream position up to which text was emitted or replaced. */
	private int emitted;

	/** Characters that earlier calls returned. */
	private int produced;

	StreamFilter(DetectorTable detectors, ScanDecisions decisions, Direction direction, int expected) {
		this.direction = direction;
		this.decisions = decisions;
		this.scanner = new Scanner(detectors, decisions::keeps, Math.max(64, Math.min(expected, SLICE)));
	}

	/**
	 * Takes more of the stream.
	 * @param delta text
	 * @return what may be emitted now, perhaps nothing
	 * @throws PolicyBlockedException if a rule says so, or the stream exceeds a limit;
	 * nothing more may be emitted then
	 */
	public String accept(String delta) {
		StringBuilder out = new StringBuilder(delta.length());
		for (int from = 0; from < delta.length(); from += SLICE) {
			int to = Math.min(delta.length(), from + SLICE);
			if (this.scanner.text().source().rawLength() + (to - from) > MOST) {
				throw new PolicyBlockedException(Set.of(), this.direction);
			}
			this.scanner.text().append(delta, from, to);
			decide(out, false);
		}
		this.produced += out.length();
		return out.toString();
	}

	/**
	 * Ends the stream.
	 * @return the filtered rest
	 * @throws PolicyBlockedException if a rule says so
	 */
	public String finish() {
		StringBuilder out = new StringBuilder();
		this.scanner.text().complete();
		decide(out, true);
		this.produced += out.length();
		return out.toString();
	}

	/**
	 * What was found so far; offsets count from the start of the stream.
	 * @return the findings, in order
	 */
	public List<Finding> findings() {
		return this.replacements.stream().map(Replacement::finding).toList();
	}

	/**
	 * Where in what was emitted so far stands what became of each finding; offsets count
	 * from the start of the stream.
	 * @return the replacements, in order
	 */
	public List<Replacement> replacements() {
		return List.copyOf(this.replacements);
	}

	private void decide(StringBuilder out, boolean last) {
		NormalText source = this.scanner.text().source();
		for (Candidate value : advance()) {
			int start = source.rawStart(value.start());
			int end = end(source, value);
			source.copyRaw(this.emitted, Math.max(this.emitted, start), out);
			String raw = source.raw(start, end);
			String normal = source.normal(value.start(), value.end());
			ScanDecisions.Outcome outcome = this.decisions.outcome(value, raw, normal);
			int at = this.produced + out.length();
			out.append(outcome.replacement());
			Entity entity = outcome.entity();
			Treatment treatment = outcome.treatment();
			if (entity != null && treatment != null) {
				this.replacements
					.add(new Replacement(new Finding(entity, this.direction, treatment.action(), start, end), at,
							this.produced + out.length()));
			}
			this.emitted = end;
		}
		int decided = this.scanner.decided();
		int until = source.rawStart(decided);
		if (last) {
			until = source.rawLength();
		}
		else if (decided == source.end()) {
			until = source.wholeSequence(this.emitted, until);
		}
		if (until > this.emitted) {
			source.copyRaw(this.emitted, until, out);
			this.emitted = until;
		}
		this.scanner.text().forget(decided, this.emitted);
	}

	/** Accents on the last letter belong to a value. */
	private static int end(NormalText source, Candidate value) {
		int end = source.rawEnd(value.end() - 1);
		int next = source.rawStart(value.end());
		return (next > end) ? end + Written.marks(source.raw(end, next)) : end;
	}

	private List<Candidate> advance() {
		try {
			return this.scanner.advance();
		}
		catch (Scanner.ScanLimitException ex) {
			// Refused, with a sentence that quotes nothing.
			throw new PolicyBlockedException(Set.of(), this.direction);
		}
	}

}
