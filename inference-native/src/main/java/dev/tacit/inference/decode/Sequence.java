/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.util.Arrays;

import dev.tacit.inference.sample.Sampler;
import org.jspecify.annotations.Nullable;

/**
 * One task on its way: waiting, reading its prompt, writing, ended. All state but the
 * cancel flag belongs to the decode thread.
 */
final class Sequence implements TokenListener.Steering {

	private final SequenceTask task;

	private final Scheduler scheduler;

	private final Sampler sampler;

	private final int contextLength;

	private final long submittedAt = System.nanoTime();

	private volatile boolean cancelled;

	private @Nullable SequenceState state;

	/** Tokens that the model has not read yet, from {@link #pendingFrom} on. */
	private int[] pending;

	private int pendingFrom;

	private int[] forced = new int[0];

	private @Nullable FinishReason requestedEnd;

	private long startedAt;

	private long prefillNanos;

	private long firstTokenAt;

	private int newTokens;

	private boolean ended;

	Sequence(SequenceTask task, Scheduler scheduler, int contextLength) {
		this.task = task;
		this.scheduler = scheduler;
		this.contextLength = contextLength;
		this.pending = task.prompt();
		this.sampler = new Sampler(task.sampling(), task.seed());
		this.sampler.observe(task.prompt());
	}

	void cancel() {
		this.cancelled = true;
		this.scheduler.wakeUp();
	}

	boolean ended() {
		return this.ended;
	}

	int stateTokens() {
		return (this.state != null) ? this.state.length() : 0;
	}

	int stateCapacity() {
		return (this.state != null) ? this.state.capacity() : 0;
	}

	/**
	 * Ends the sequence if it was cancelled or its time ran out.
	 * @return whether it ended
	 */
	boolean expire() {
		if (this.cancelled) {
			end(FinishReason.CANCELLED);
		}
		else if (System.nanoTime() - this.submittedAt >= this.task.timeoutNanos()) {
			end(FinishReason.TIMEOUT);
		}
		return this.ended;
	}

	/** Takes a slot: reserves the state and tells the listener. */
	void start(GraphSession session) {
		this.startedAt = System.nanoTime();
		try {
			this.state = session.newState(this.pending.length, this.contextLength);
			this.task.listener().onStart(this.startedAt - this.submittedAt);
		}
		catch (RuntimeException | Error ex) {
			fail(ex);
		}
	}

	/**
	 * One step: a chunk of pending tokens, and, once all are read, one new token.
	 */
	void step(GraphSession session, float[] logits, int chunk, TokenRate prefillRate, TokenRate decodeRate) {
		SequenceState current = this.state;
		if (this.ended || current == null) {
			return;
		}
		try {
			int count = Math.min(chunk, this.pending.length - this.pendingFrom);
			boolean last = this.pendingFrom + count == this.pending.length;
			long before = System.nanoTime();
			session.run(current, this.pending, this.pendingFrom, count, last ? logits : null);
			this.pendingFrom += count;
			if (this.newTokens == 0) {
				this.prefillNanos += System.nanoTime() - before;
				prefillRate.record(count);
			}
			if (last) {
				int before1 = this.newTokens;
				write(this.sampler.sample(logits, this.task.listener().allowedTokens()));
				decodeRate.record(this.newTokens - before1);
			}
		}
		catch (RuntimeException | Error ex) {
			fail(ex);
		}
	}

	private void write(int token) {
		if (this.firstTokenAt == 0) {
			this.firstTokenAt = System.nanoTime();
		}
		if (contains(this.task.stopTokens(), token)) {
			end(FinishReason.STOP);
			return;
		}
		int[] written = { token };
		report(token);
		while (!this.ended && this.forced.length > 0) {
			int[] next = this.forced;
			this.forced = new int[0];
			int start = written.length;
			written = Arrays.copyOf(written, start + next.length);
			System.arraycopy(next, 0, written, start, next.length);
			this.sampler.observe(next);
			for (int i = 0; i < next.length && !this.ended; i++) {
				report(next[i]);
			}
		}
		this.pending = written;
		this.pendingFrom = 0;
	}

	private void report(int token) {
		this.newTokens++;
		this.task.listener().onToken(token, this);
		if (this.requestedEnd != null) {
			end(this.requestedEnd);
		}
		else if (this.newTokens >= this.task.maxNewTokens()
				|| this.task.prompt().length + this.newTokens >= this.contextLength) {
			end(FinishReason.LENGTH);
		}
	}

	private static boolean contains(int[] tokens, int token) {
		for (int candidate : tokens) {
			if (candidate == token) {
				return true;
			}
		}
		return false;
	}

	@Override
	public void stop(FinishReason reason) {
		this.requestedEnd = reason;
	}

	@Override
	public void force(int... tokens) {
		int start = this.forced.length;
		this.forced = Arrays.copyOf(this.forced, start + tokens.length);
		System.arraycopy(tokens, 0, this.forced, start, tokens.length);
	}

	void end(FinishReason reason) {
		if (this.ended) {
			return;
		}
		this.ended = true;
		release();
		long now = System.nanoTime();
		SequenceTiming timing = new SequenceTiming(((this.startedAt != 0) ? this.startedAt : now) - this.submittedAt,
				this.prefillNanos, (this.firstTokenAt != 0) ? this.firstTokenAt - this.submittedAt : 0,
				now - this.submittedAt, this.task.prompt().length, 0, this.newTokens);
		try {
			this.task.listener().onEnd(reason, timing);
		}
		catch (RuntimeException | Error ex) {
			this.task.listener().onFailure(ex);
		}
	}

	void fail(Throwable failure) {
		if (this.ended) {
			return;
		}
		this.ended = true;
		release();
		this.task.listener().onFailure(failure);
	}

	long totalNanos() {
		return System.nanoTime() - this.submittedAt;
	}

	private void release() {
		if (this.state != null) {
			this.state.close();
			this.state = null;
		}
	}

}
