/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.function.IntSupplier;

/**
 * Local first: a prompt goes to the remote engine only while the local queue is long, and
 * only if the policy lets it leave. A prompt that may not leave waits for its turn.
 */
public final class OverflowRouter implements EngineRouter {

	private final EngineRouter local;

	private final EngineRouter remote;

	private final IntSupplier queued;

	private final int queueLength;

	/**
	 * Creates a router.
	 * @param local chooses the engine of this process
	 * @param remote chooses the remote engine
	 * @param queued how many requests wait for the local engine right now
	 * @param queueLength from how many on others go to the remote one, at least 1
	 */
	public OverflowRouter(EngineRouter local, EngineRouter remote, IntSupplier queued, int queueLength) {
		if (queueLength < 1) {
			throw new IllegalArgumentException(
					"A queue overflows from one waiting request on, not from " + queueLength);
		}
		this.local = local;
		this.remote = remote;
		this.queued = queued;
		this.queueLength = queueLength;
	}

	@Override
	public Route choose(Caller caller, Departure departure) {
		boolean overflows = departure.permitted() && this.queued.getAsInt() >= this.queueLength;
		return (overflows ? this.remote : this.local).choose(caller, departure);
	}

}
