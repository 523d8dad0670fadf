/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * What a caller waits for on a thread of its own.
 *
 * @param <T> what it is
 */
final class Result<T> extends CompletableFuture<T> {

	/**
	 * Fails with what befell a sequence. An {@link Error} of the decode thread becomes an
	 * {@link EngineException}: it is not the caller's.
	 */
	void fail(Throwable failure) {
		completeExceptionally(EngineException.of(failure));
	}

	/**
	 * Waits.
	 * @param cancel ends what is waited for, when the waiting thread is interrupted
	 * @return the result
	 * @throws CancellationException if the waiting thread is interrupted; its flag is set
	 * again
	 */
	T await(Runnable cancel) {
		try {
			return get();
		}
		catch (InterruptedException ex) {
			cancel.run();
			Thread.currentThread().interrupt();
			throw new CancellationException("The thread that waited for the model was interrupted");
		}
		catch (ExecutionException ex) {
			throw EngineException.of(ex.getCause());
		}
	}

}
