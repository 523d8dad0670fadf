/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import dev.tacit.inference.decode.Ticket;

/**
 * A submitted generation, in the hands of its caller. Thread-safe.
 */
public final class GenerationHandle {

	private final Ticket ticket;

	GenerationHandle(Ticket ticket) {
		this.ticket = ticket;
	}

	/**
	 * Asks the engine to stop. The listener still hears the end, with
	 * {@link dev.tacit.inference.decode.FinishReason#CANCELLED}, unless the generation
	 * ended before.
	 */
	public void cancel() {
		this.ticket.cancel();
	}

}
