/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

/**
 * How long the policy kept the first part of a streamed answer: from the first text that
 * came from the model to the first that went on. Told once, and only if something went
 * on. One thread at a time.
 */
final class Holdback {

	private final FindingsListener listener;

	private long since;

	private boolean arrived;

	private boolean released;

	Holdback(FindingsListener listener) {
		this.listener = listener;
	}

	/** Text came from the model. */
	void arrived() {
		if (!this.arrived) {
			this.arrived = true;
			this.since = System.nanoTime();
		}
	}

	/** Text goes on. */
	void released() {
		if (this.arrived && !this.released) {
			this.released = true;
			this.listener.heldBack(System.nanoTime() - this.since);
		}
	}

}
