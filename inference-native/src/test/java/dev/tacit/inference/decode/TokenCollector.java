/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.tacit.inference.sample.SamplingOptions;

/**
 * Submits a sequence and keeps its tokens.
 */
public class TokenCollector implements TokenListener {

	private final List<Integer> tokens = new ArrayList<>();

	private final CompletableFuture<int[]> result = new CompletableFuture<>();

	private volatile SequenceTiming timing;

	private volatile FinishReason reason;

	private volatile Ticket ticket;

	private volatile Scheduler scheduler;

	public static TokenCollector submit(Scheduler scheduler, int[] prompt, int most, SamplingOptions sampling,
			long seed, Caller caller) {
		return new TokenCollector().start(scheduler, prompt, most, sampling, seed, caller);
	}

	public static TokenCollector greedy(Scheduler scheduler, int[] prompt, int most) {
		return submit(scheduler, prompt, most, SamplingOptions.GREEDY, 0, Caller.ANONYMOUS);
	}

	public TokenCollector start(Scheduler scheduler, int[] prompt, int most, SamplingOptions sampling, long seed,
			Caller caller) {
		this.scheduler = scheduler;
		this.ticket = scheduler
			.submit(new SequenceTask(prompt, most, sampling, seed, new int[] { 7 }, Long.MAX_VALUE / 2, this, caller));
		return this;
	}

	@Override
	public void onToken(int token, Steering steering) {
		this.tokens.add(token);
	}

	@Override
	public void onEnd(FinishReason end, SequenceTiming where) {
		this.timing = where;
		this.reason = end;
		this.result.complete(this.tokens.stream().mapToInt(Integer::intValue).toArray());
	}

	@Override
	public void onFailure(Throwable failure) {
		this.result.completeExceptionally(failure);
	}

	public int[] tokens() {
		return this.result.join();
	}

	public SequenceTiming timing() {
		this.result.join();
		return this.timing;
	}

	public FinishReason reason() {
		this.result.join();
		return this.reason;
	}

	public Ticket ticket() {
		return this.ticket;
	}

	Scheduler scheduler() {
		return this.scheduler;
	}

}
