/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.ArrayList;
import java.util.List;

/** Receives what detectors find. Not thread-safe. */
public final class Candidates {

	private final List<Candidate> list = new ArrayList<>();

	Candidates() {
	}

	/**
	 * A value was found.
	 * @param entity kind of value
	 * @param start its first position in the text
	 * @param end the position after its last character
	 * @param confidence 0 to 1; below the policy's threshold the value is ignored
	 */
	public void add(Entity entity, int start, int end, double confidence) {
		this.list.add(new Candidate(entity, start, end, confidence));
	}

	List<Candidate> list() {
		return this.list;
	}

}
