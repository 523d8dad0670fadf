/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

/** Hears the end of a generation, for somebody who waits for it. */
class GenerationFuture implements GenerationListener {

	private final Result<Generation> result = new Result<>();

	Result<Generation> result() {
		return this.result;
	}

	@Override
	public void onComplete(Generation generation) {
		this.result.complete(generation);
	}

	@Override
	public void onFailure(RuntimeException failure) {
		this.result.completeExceptionally(failure);
	}

}
