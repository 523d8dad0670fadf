/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.BitSet;

/**
 * Keeps one text to a grammar, token by token. Belongs to one sequence and is used by the
 * decode thread; not thread-safe.
 */
public interface TokenConstraint {

	/**
	 * Tokens that may come next.
	 * @param remaining tokens that may still be written, the one that ends the text
	 * included; where they get few, only tokens are left from which the text can be
	 * finished in time
	 * @return ids of ordinary tokens, and of the ending ones where the text is complete.
	 * Valid until the next call; not to be changed
	 */
	BitSet allowed(int remaining);

	/**
	 * Takes the next token.
	 * @param token its id
	 * @return whether the grammar allows it; if not, the constraint stays where it is
	 */
	boolean accept(int token);

	/**
	 * Tokens that have to come next whatever the model thinks.
	 * @return ids to append without asking the model, perhaps none
	 */
	int[] forced();

	/**
	 * Whether the text is complete and nothing can follow.
	 * @return true at the end of the grammar
	 */
	boolean complete();

	/**
	 * The least number of tokens that surely completes the text from here, the ending one
	 * not included.
	 * @return tokens
	 */
	int distance();

}
