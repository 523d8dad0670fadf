/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.IOException;

/** A command of the tool. */
interface Command {

	/**
	 * The word that selects it.
	 * @return the word
	 */
	String name();

	/**
	 * Its options in one line.
	 * @return what follows the name
	 */
	String usage();

	/**
	 * Does the work.
	 * @param arguments what follows the name
	 * @param console where to read and write
	 * @throws UsageException if an argument is missing or wrong
	 * @throws IOException if a file cannot be read or written
	 */
	void run(Arguments arguments, Console console) throws IOException;

}
