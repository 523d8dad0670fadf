/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.util.BitSet;

import dev.tacit.inference.sample.TokenScore;
import org.jspecify.annotations.Nullable;

/**
 * Follows one sequence token by token. Every method runs on the decode thread and must
 * return quickly: while it runs, no sequence advances. What it throws ends this sequence
 * with {@link #onFailure}, and no other.
 */
public interface TokenListener {

	/**
	 * The prompt is about to be read.
	 * @param queueNanos time spent waiting for a slot
	 */
	default void onStart(long queueNanos) {
	}

	/**
	 * Asked right before every draw, never before a forced token.
	 * @return ids of the tokens that may be drawn, stop tokens included; {@code null} for
	 * all. The set is read during the draw only, and not changed
	 */
	default @Nullable BitSet allowedTokens() {
		return null;
	}

	/**
	 * A token was drawn or forced. Stop tokens are not reported.
	 * @param token the token id
	 * @param steering ends the sequence or forces its next tokens
	 */
	void onToken(int token, Steering steering);

	/**
	 * A stop token was drawn; {@link #onEnd} follows.
	 * @param token the token id
	 */
	default void onStopToken(int token) {
	}

	/**
	 * A token of a {@link RecordedReply} was held against the model.
	 * @param score how it stands
	 */
	default void onScore(TokenScore score) {
	}

	/**
	 * The sequence ended; no further call follows.
	 * @param reason why
	 * @param timing where its time went
	 */
	void onEnd(FinishReason reason, SequenceTiming timing);

	/**
	 * The sequence failed; no further call follows.
	 * @param failure a {@link DecodeException} or what the listener threw
	 */
	void onFailure(Throwable failure);

	/** What a listener may ask of the sequence it follows. */
	interface Steering {

		/**
		 * Ends the sequence after this token.
		 * @param reason the reason to report
		 */
		void stop(FinishReason reason);

		/**
		 * Appends tokens as if the model had written them; each one is reported.
		 * @param tokens at least one token id
		 */
		void force(int... tokens);

	}

}
