/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Set;

/**
 * Finds one or several kinds of value. Stateless and thread-safe. An organisation adds
 * its own by bean.
 * <p>
 * A detector is asked at each position where a value may begin: at the first letter or
 * digit of a word, and at a symbol. It reads the text through {@link ScannedText#at(int)}
 * as far ahead as it needs. Where it reads beyond the text that has arrived, its answer
 * is discarded and it is asked again when there is more: this alone decides what a stream
 * holds back. It must therefore depend on nothing but what it reads, must read a bounded
 * number of characters, and reads no further than it must.
 */
public interface Detector {

	/**
	 * What this detector finds.
	 * @return the entities
	 */
	Set<Entity> entities();

	/**
	 * Where values may begin.
	 * @return the kinds of position
	 */
	Set<Trigger> triggers();

	/**
	 * Symbols that values may begin with, where {@link #triggers} names
	 * {@link Trigger#SYMBOL}.
	 * @return ASCII symbols; empty, as it is unless said otherwise, for any
	 */
	default String symbols() {
		return "";
	}

	/**
	 * Looks for values that begin at a position.
	 * @param text the text
	 * @param at the position
	 * @param found receives the values
	 */
	void detect(ScannedText text, int at, Candidates found);

	/** A kind of position. */
	enum Trigger {

		/** The first letter of a word. */
		LETTER,

		/**
		 * The first letter of a word, where it is a capital; {@link #LETTER} includes it.
		 */
		CAPITAL,

		/**
		 * The first letter of a word that is more than a word of prose: it holds
		 * capitals, digits or letters outside ASCII after the first letter, is long, or
		 * is joined to a symbol. {@link #LETTER} includes it.
		 */
		CODE,

		/** The first digit of a group. */
		DIGIT,

		/**
		 * The first digit of a group that is more than a number among words: it is long,
		 * or is joined to a letter or symbol behind it. {@link #DIGIT} includes it.
		 */
		JOINED_DIGIT,

		/** Anything else but white space. */
		SYMBOL

	}

}
