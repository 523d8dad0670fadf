/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

/**
 * A model takes more memory than this machine or container has. Found out before the
 * weights are loaded: a process that runs out of memory later is killed without a word.
 */
public final class InsufficientMemoryException extends EngineException {

	private final long needed;

	private final long available;

	InsufficientMemoryException(String message, long needed, long available) {
		super(message, null);
		this.needed = needed;
		this.available = available;
	}

	/**
	 * What the model takes outside the heap at its bounds.
	 * @return bytes
	 */
	public long needed() {
		return this.needed;
	}

	/**
	 * What this machine or container has in all.
	 * @return bytes
	 */
	public long available() {
		return this.available;
	}

}
