/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.util.HashMap;
import java.util.Map;

/**
 * Drafts of one sequence without a draft model: where the last three tokens stood before
 * in the prompt or the reply, what followed them then is proposed again. Copy-heavy work
 * (extraction, editing, answers from documents) repeats itself; where nothing repeats, no
 * draft is made and nothing is lost.
 * <p>
 * The length of drafts follows their success: it grows by one when a draft is taken
 * whole, falls to what was taken otherwise, and after drafts of which nothing was taken
 * it pauses, twice as long each time.
 */
final class PromptLookup {

	static final int MAX_DRAFT = 7;

	private static final int GRAM = 3;

	private static final int FIRST_DRAFT = 3;

	private static final int LONGEST_PAUSE = 64;

	/** Three tokens to the position after their last occurrence but one. */
	private final Map<Long, Integer> positions = new HashMap<>();

	private int indexed = GRAM;

	private int draftLength = FIRST_DRAFT;

	private int pause;

	private int nextPause = 1;

	/**
	 * Proposes tokens.
	 * @param history all tokens of the sequence
	 * @param length how many there are
	 * @param most most tokens wanted
	 * @return the position in the history from which to copy, or -1
	 */
	int find(int[] history, int length, int most) {
		// The gram that ends the history must not find itself.
		for (; this.indexed < length; this.indexed++) {
			this.positions.put(gram(history, this.indexed), this.indexed);
		}
		if (length < GRAM || most < 1) {
			return -1;
		}
		if (this.pause > 0) {
			this.pause--;
			return -1;
		}
		Integer found = this.positions.get(gram(history, length));
		return (found != null) ? found : -1;
	}

	int draftLength() {
		return this.draftLength;
	}

	void report(int drafted, int accepted) {
		if (accepted == drafted) {
			this.draftLength = Math.min(MAX_DRAFT, this.draftLength + 1);
			this.nextPause = 1;
		}
		else if (accepted > 0) {
			this.draftLength = Math.max(1, accepted);
			this.nextPause = 1;
		}
		else {
			this.draftLength = FIRST_DRAFT;
			this.pause = this.nextPause;
			this.nextPause = Math.min(LONGEST_PAUSE, this.nextPause * 2);
		}
	}

	/** The three tokens before a position; ids have at most 21 bits. */
	private static long gram(int[] history, int end) {
		return ((long) history[end - 3] << 42) | ((long) history[end - 2] << 21) | history[end - 1];
	}

}
