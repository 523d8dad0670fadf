/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.util.ArrayList;
import java.util.List;

import dev.tacit.inference.decode.FinishReason;
import dev.tacit.inference.decode.SequenceTiming;
import dev.tacit.inference.decode.TokenListener;
import dev.tacit.inference.sample.TokenScore;

/** Collects the scores of one recorded reply. */
final class ScoringTask implements TokenListener {

	private final int expected;

	private final List<TokenScore> scores = new ArrayList<>();

	private final Result<List<TokenScore>> result = new Result<>();

	ScoringTask(int expected) {
		this.expected = expected;
	}

	Result<List<TokenScore>> result() {
		return this.result;
	}

	@Override
	public void onScore(TokenScore score) {
		this.scores.add(score);
	}

	@Override
	public void onToken(int token, Steering steering) {
		throw new IllegalStateException("A recorded reply is not written on");
	}

	@Override
	public void onEnd(FinishReason reason, SequenceTiming timing) {
		if (this.scores.size() == this.expected) {
			this.result.complete(List.copyOf(this.scores));
		}
		else {
			this.result.completeExceptionally(new EngineException("The recorded reply was held against the model to "
					+ this.scores.size() + " of " + this.expected + " tokens only: " + reason, null));
		}
	}

	@Override
	public void onFailure(Throwable failure) {
		this.result.fail(failure);
	}

}
