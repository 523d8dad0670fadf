/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import org.jspecify.annotations.Nullable;

/**
 * Finds the values of one kind. Implementations are stateless, thread-safe, and take time
 * linear in the text. A decision about a value never depends on more than one character
 * before it, so a stream and a whole text are judged alike.
 */
public interface Detector {

	/**
	 * What this detector finds.
	 * @return the entity
	 */
	Entity entity();

	/**
	 * The first valid value.
	 * @param text the text
	 * @param from where a value may begin at the earliest
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable Candidate next(CharSequence text, int from);

	/**
	 * Where the text that follows could still change the result.
	 * @param text the text so far
	 * @param from where a value may begin at the earliest
	 * @return the earliest position at which a value might begin that later text
	 * completes or extends; the length of the text if there is none
	 */
	int openFrom(CharSequence text, int from);

}
