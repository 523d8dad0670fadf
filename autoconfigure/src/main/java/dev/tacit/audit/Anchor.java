/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.util.stream.Stream;

/**
 * A place outside the database where checkpoints are kept. What an anchor holds cannot be
 * taken back by somebody who rewrites the database. Called by one thread.
 */
public interface Anchor {

	/**
	 * Name for health and messages.
	 * @return a short name, no secret
	 */
	String name();

	/**
	 * Keeps a checkpoint. It is safe when this returns.
	 * @param note the signed note
	 * @throws IOException if it could not be kept
	 */
	void publish(String note) throws IOException;

	/**
	 * The notes kept, oldest first; empty for an anchor that cannot be read from here.
	 * The caller closes the stream.
	 * @return the notes
	 * @throws IOException if the anchor cannot be read
	 */
	Stream<String> notes() throws IOException;

}
