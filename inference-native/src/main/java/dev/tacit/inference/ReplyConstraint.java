/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.util.BitSet;
import java.util.function.Supplier;

import dev.tacit.inference.sample.TokenConstraint;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens a reply may go on with: none are taken away while the model thinks, then
 * the answer keeps to its schema, and a call, once its marker is open, to the tools.
 */
final class ReplyConstraint {

	/** No constraint at all. */
	static final ReplyConstraint NONE = new ReplyConstraint(null, null, new Tokens(-1, -1, -1, new int[0], 0));

	/** Begins on the decode thread, which owns the states of a grammar. */
	private final @Nullable Supplier<TokenConstraint> start;

	private @Nullable TokenConstraint answer;

	private final @Nullable Supplier<TokenConstraint> calls;

	private final Tokens tokens;

	private @Nullable TokenConstraint call;

	private boolean thought;

	private boolean called;

	private boolean begun;

	private int forced;

	/**
	 * Creates the constraint of one reply.
	 * @param answer starts to keep the answer, {@code null} for any answer
	 * @param calls starts to keep a call, {@code null} for any call
	 * @param tokens the control tokens
	 */
	ReplyConstraint(@Nullable Supplier<TokenConstraint> answer, @Nullable Supplier<TokenConstraint> calls,
			Tokens tokens) {
		this.start = answer;
		this.calls = calls;
		this.tokens = tokens;
	}

	/**
	 * Control tokens by what they do; -1 where a model or a request has none.
	 *
	 * @param thinkStart begins a trace
	 * @param callStart begins a call
	 * @param callEnd ends a call
	 * @param stops end the reply
	 * @param vocabulary width of the logits
	 */
	record Tokens(int thinkStart, int callStart, int callEnd, int[] stops, int vocabulary) {
	}

	/**
	 * Tokens for the next draw.
	 * @param reasoning whether the trace is open
	 * @param remaining tokens that may still be written
	 * @return ids, {@code null} for all
	 */
	@Nullable BitSet allowed(boolean reasoning, int remaining) {
		begin();
		if (reasoning) {
			return (this.answer != null) ? allButStops() : null;
		}
		if (this.call != null) {
			return this.call.allowed(remaining);
		}
		if (this.answer == null) {
			return null;
		}
		if (this.called) {
			BitSet after = stops();
			set(after, this.tokens.callStart());
			return after;
		}
		BitSet allowed = this.answer.allowed(remaining);
		if (this.begun) {
			return allowed;
		}
		BitSet first = (BitSet) allowed.clone();
		set(first, this.thought ? -1 : this.tokens.thinkStart());
		set(first, (this.calls != null) ? this.tokens.callStart() : -1);
		return first;
	}

	private void begin() {
		if (this.start != null && this.answer == null) {
			this.answer = this.start.get();
		}
	}

	private BitSet allButStops() {
		BitSet all = new BitSet();
		all.set(0, this.tokens.vocabulary());
		all.andNot(stops());
		return all;
	}

	private BitSet stops() {
		BitSet stops = new BitSet();
		for (int stop : this.tokens.stops()) {
			stops.set(stop);
		}
		return stops;
	}

	private static void set(BitSet set, int token) {
		if (token >= 0) {
			set.set(token);
		}
	}

	/**
	 * Takes a token that was written.
	 * @param token its id
	 * @param reasoning whether the trace was open before it
	 */
	void accept(int token, boolean reasoning) {
		this.forced = Math.max(0, this.forced - 1);
		if (reasoning || token == this.tokens.thinkStart()) {
			this.thought = true;
			return;
		}
		if (this.call != null) {
			if (token == this.tokens.callEnd()) {
				this.call = null;
				this.called = true;
			}
			else {
				this.call.accept(token);
			}
		}
		else if (token == this.tokens.callStart() && this.calls != null) {
			this.call = this.calls.get();
		}
		else if (this.answer != null) {
			this.begun |= this.answer.accept(token);
		}
	}

	/** Tokens that follow whatever the model thinks; asked once for each run of them. */
	int[] forced(boolean reasoning) {
		TokenConstraint current = (this.call != null) ? this.call : (this.begun && !this.called) ? this.answer : null;
		if (reasoning || this.forced > 0 || current == null) {
			return new int[0];
		}
		int[] tokens = current.forced();
		this.forced = tokens.length;
		return tokens;
	}

	/** Whether the answer is complete and nothing can follow. */
	boolean complete() {
		return this.answer != null && this.call == null && this.answer.complete();
	}

	/** Tokens to keep for an answer that has not begun: zero where any answer will do. */
	int reserve() {
		return (this.answer != null) ? this.answer.distance() + 1 : 0;
	}

}
