/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

/**
 * What the words before a value say about it.
 *
 * @param cues the nearest cue, 0 if there is none
 * @param consumed another number stands between the cue and the value
 */
record Surroundings(long cues, boolean consumed) {

	static final Surroundings NONE = new Surroundings(0, false);

	boolean names(Cue cue) {
		return cue.in(this.cues);
	}

	/** Names something, but none of these. */
	boolean contradicts(long own) {
		return this.cues != 0 && (this.cues & own) == 0 && !this.consumed;
	}

}
