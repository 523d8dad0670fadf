/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import dev.tacit.inference.decode.Caller;
import dev.tacit.inference.decode.FinishReason;
import dev.tacit.inference.decode.Scheduler;
import dev.tacit.inference.decode.SequenceTask;
import dev.tacit.inference.decode.SequenceTiming;
import dev.tacit.inference.decode.Ticket;
import dev.tacit.inference.decode.TokenListener;
import dev.tacit.inference.sample.SamplingOptions;

/** Reads a prefix so that the cache keeps it for everybody. */
final class PinnedPrefix implements TokenListener {

	private static final long NEVER = Long.MAX_VALUE / 2;

	private final Result<SequenceTiming> end = new Result<>();

	private PinnedPrefix() {
	}

	/**
	 * Reads a prefix and waits.
	 * @param scheduler who reads
	 * @param prefix its tokens
	 * @param pinned whether what is kept of it is pinned
	 * @return how many of them were known before
	 */
	static int read(Scheduler scheduler, int[] prefix, boolean pinned) {
		PinnedPrefix listener = new PinnedPrefix();
		Ticket ticket = scheduler.submit(new SequenceTask(prefix, 1, SamplingOptions.GREEDY, 0, new int[0], NEVER,
				listener, Caller.ANONYMOUS, pinned, null));
		return listener.end.await(ticket::cancel).cachedTokens();
	}

	@Override
	public void onToken(int token, Steering steering) {
		// One is drawn where a prompt ends; nobody needs it.
	}

	@Override
	public void onEnd(FinishReason reason, SequenceTiming timing) {
		this.end.complete(timing);
	}

	@Override
	public void onFailure(Throwable failure) {
		this.end.fail(failure);
	}

}
