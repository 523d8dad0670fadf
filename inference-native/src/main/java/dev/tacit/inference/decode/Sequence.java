/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.util.Arrays;

import dev.tacit.inference.sample.Sampler;
import org.jspecify.annotations.Nullable;

/**
 * One sequence on its way: its tokens, how many of them the model has read, and who
 * listens. What is computed when is the {@link Scheduler}'s business.
 * <p>
 * Owned by the decode thread, but for {@link #cancel} and what is final.
 */
final class Sequence implements TokenListener.Steering {

	private final SequenceTask task;

	private final Scheduler scheduler;

	private final Sampler sampler;

	private final int contextLength;

	private final long submittedAt = System.nanoTime();

	private volatile boolean cancelled;

	/** Prompt and reply. */
	private int[] tokens;

	private int length;

	private @Nullable FinishReason requestedEnd;

	private long startedAt;

	private long prefillNanos;

	private long firstTokenAt;

	private int cachedTokens;

	private int newTokens;

	private boolean ended;

	private PrefixCache.@Nullable Cursor cursor;

	private final PromptLookup lookup = new PromptLookup();

	Sequence(SequenceTask task, Scheduler scheduler, int contextLength) {
		this.task = task;
		this.scheduler = scheduler;
		this.contextLength = contextLength;
		this.tokens = task.prompt();
		this.length = task.prompt().length;
		this.sampler = new Sampler(task.sampling(), task.seed());
		RecordedReply recorded = task.recorded();
		this.sampler.observe((recorded != null) ? Arrays.copyOf(task.prompt(), recorded.from()) : task.prompt());
	}

	void cancel() {
		this.cancelled = true;
		this.scheduler.wakeUp();
	}

	Caller caller() {
		return this.task.caller();
	}

	/** Whose prefixes may be used; {@code null} where the prompt is pinned. */
	@Nullable String cacheScope() {
		return this.task.pinned() ? null : this.task.caller().cacheScope();
	}

	boolean ended() {
		return this.ended;
	}

	/** A reply that is held against the model instead of being written on. */
	@Nullable RecordedReply recorded() {
		return this.task.recorded();
	}

	/**
	 * Holds a recorded token against the model.
	 * @param position its place
	 * @param logits logits of the token before it; changed
	 */
	void judge(RecordedReply reply, int position, float[] logits) {
		this.task.listener()
			.onScore(this.sampler.judge(logits, this.tokens[position], reply.forced().get(position - reply.from())));
	}

	int promptLength() {
		return this.task.prompt().length;
	}

	/** All tokens; {@link #length} says how many count. */
	int[] tokens() {
		return this.tokens;
	}

	int length() {
		return this.length;
	}

	int newTokens() {
		return this.newTokens;
	}

	/** Most tokens that this sequence can come to. */
	int mostTokens() {
		return (int) Math.min(this.contextLength, (long) promptLength() + this.task.maxNewTokens());
	}

	PrefixCache.@Nullable Cursor cursor() {
		return this.cursor;
	}

	PromptLookup lookup() {
		return this.lookup;
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

	/** Takes a slot: tells the listener, and goes on where the cache ended. */
	void start(PrefixCache.@Nullable Cursor at) {
		this.startedAt = System.nanoTime();
		this.cursor = at;
		this.cachedTokens = (at != null) ? at.length() : 0;
		try {
			this.task.listener().onStart(this.startedAt - this.submittedAt);
		}
		catch (RuntimeException | Error ex) {
			fail(ex);
		}
	}

	int cachedTokens() {
		return this.cachedTokens;
	}

	void addPrefillNanos(long nanos) {
		this.prefillNanos += nanos;
	}

	/**
	 * Draws the next token.
	 * @param logits logits of the last token; changed
	 * @return the token, or -1 if the sequence ended
	 */
	int draw(float[] logits) {
		try {
			int token = this.sampler.sample(logits, this.task.listener().allowedTokens());
			if (this.firstTokenAt == 0) {
				this.firstTokenAt = System.nanoTime();
			}
			if (contains(this.task.stopTokens(), token)) {
				this.task.listener().onStopToken(token);
				end(FinishReason.STOP);
				return -1;
			}
			write(token);
			return this.ended ? -1 : token;
		}
		catch (RuntimeException | Error ex) {
			fail(ex);
			return -1;
		}
	}

	private void write(int token) {
		append(token);
		// Forced tokens are appended by the listener; each is reported in turn.
		for (int at = this.length - 1; at < this.length && !this.ended; at++) {
			this.newTokens++;
			this.task.listener().onToken(this.tokens[at], this);
			if (this.requestedEnd != null) {
				end(this.requestedEnd);
			}
			else if (this.newTokens >= this.task.maxNewTokens() || at + 1 >= this.contextLength) {
				end(FinishReason.LENGTH);
			}
		}
	}

	private void append(int token) {
		if (this.tokens == this.task.prompt() || this.length == this.tokens.length) {
			this.tokens = Arrays.copyOf(this.tokens, Math.max(64, this.length * 2));
		}
		this.tokens[this.length++] = token;
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
	public void force(int... forced) {
		for (int token : forced) {
			append(token);
		}
		this.sampler.observe(forced);
	}

	void end(FinishReason reason) {
		if (this.ended) {
			return;
		}
		this.ended = true;
		long now = System.nanoTime();
		SequenceTiming timing = new SequenceTiming(((this.startedAt != 0) ? this.startedAt : now) - this.submittedAt,
				this.prefillNanos, (this.firstTokenAt != 0) ? this.firstTokenAt - this.submittedAt : 0,
				now - this.submittedAt, promptLength() - this.cachedTokens, this.cachedTokens, this.newTokens);
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
		this.task.listener().onFailure(failure);
	}

	long totalNanos() {
		return System.nanoTime() - this.submittedAt;
	}

}
