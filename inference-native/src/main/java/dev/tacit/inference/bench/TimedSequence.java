/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import dev.tacit.inference.decode.Caller;
import dev.tacit.inference.decode.DecodeException;
import dev.tacit.inference.decode.FinishReason;
import dev.tacit.inference.decode.Scheduler;
import dev.tacit.inference.decode.SequenceTask;
import dev.tacit.inference.decode.SequenceTiming;
import dev.tacit.inference.decode.TokenListener;
import dev.tacit.inference.sample.SamplingOptions;

/** A sequence that notes when each of its tokens came. */
final class TimedSequence implements TokenListener {

	private final long[] times;

	private final int[] tokens;

	private final CompletableFuture<SequenceTiming> end = new CompletableFuture<>();

	private int count;

	private TimedSequence(int most) {
		this.times = new long[most];
		this.tokens = new int[most];
	}

	static TimedSequence submit(Scheduler scheduler, int[] prompt, int tokens) {
		TimedSequence sequence = new TimedSequence(tokens);
		scheduler.submit(new SequenceTask(prompt, tokens, SamplingOptions.GREEDY, 0, new int[0], Long.MAX_VALUE / 2,
				sequence, Caller.ANONYMOUS));
		return sequence;
	}

	@Override
	public void onToken(int token, Steering steering) {
		this.tokens[this.count] = token;
		this.times[this.count++] = System.nanoTime();
	}

	@Override
	public void onEnd(FinishReason reason, SequenceTiming timing) {
		this.end.complete(timing);
	}

	@Override
	public void onFailure(Throwable failure) {
		this.end.completeExceptionally(failure);
	}

	SequenceTiming await() {
		try {
			return this.end.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DecodeException("Interrupted", ex);
		}
		catch (ExecutionException ex) {
			throw new DecodeException("A sequence failed with " + ex.getCause(), ex.getCause());
		}
	}

	/** All tokens, once the sequence has ended. */
	int[] tokens() {
		await();
		return Arrays.copyOf(this.tokens, this.count);
	}

	long first() {
		return this.times[0];
	}

	long last() {
		return this.times[this.count - 1];
	}

	/** Tokens that came in a span of time, its start excluded. */
	int tokensWithin(long from, long to) {
		int tokens = 0;
		for (int i = 0; i < this.count; i++) {
			tokens += (this.times[i] - from > 0 && this.times[i] - to <= 0) ? 1 : 0;
		}
		return tokens;
	}

	/** Time between tokens in a span, in nanoseconds. */
	long[] gapsWithin(long from, long to) {
		long[] gaps = new long[Math.max(0, this.count - 1)];
		int found = 0;
		for (int i = 1; i < this.count; i++) {
			if (this.times[i - 1] - from >= 0 && this.times[i] - to <= 0) {
				gaps[found++] = this.times[i] - this.times[i - 1];
			}
		}
		return Arrays.copyOf(gaps, found);
	}

}
