/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

/**
 * A submitted sequence, in the hands of its caller. Thread-safe.
 */
public final class Ticket {

	private final Sequence sequence;

	Ticket(Sequence sequence) {
		this.sequence = sequence;
	}

	/**
	 * Asks for the end of the sequence: it ends with {@link FinishReason#CANCELLED}
	 * within one step, queued or running. Once it has ended this does nothing.
	 */
	public void cancel() {
		this.sequence.cancel();
	}

}
