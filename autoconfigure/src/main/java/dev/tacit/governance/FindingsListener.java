/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.List;

import dev.tacit.privacy.Direction;
import dev.tacit.privacy.Finding;

/**
 * Hears what governance found, refused and spent its time on, to count it. Called on
 * request threads; must be quick.
 */
@FunctionalInterface
public interface FindingsListener {

	/**
	 * Some text was filtered.
	 * @param findings what was found in it, perhaps nothing
	 */
	void found(List<Finding> findings);

	/**
	 * A text was scanned to its end: a part of a prompt, or a whole stream of a reply.
	 * @param direction where it was going
	 * @param nanos time inside the policy, in nanoseconds
	 */
	default void scanned(Direction direction, long nanos) {
	}

	/**
	 * The first part of a streamed answer went on; told once a stream, if any did.
	 * @param nanos how much later than it came from the model, in nanoseconds
	 */
	default void heldBack(long nanos) {
	}

	/**
	 * A request was refused.
	 * @param refusal why
	 */
	default void refused(Refusal refusal) {
	}

}
