/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The engine did not take a request. Nothing was decoded and nothing needs to be undone.
 */
public class RejectedRequestException extends RuntimeException {

	private final Reason reason;

	private final @Nullable Duration retryAfter;

	public RejectedRequestException(Reason reason, String message, @Nullable Duration retryAfter) {
		super(message);
		this.reason = reason;
		this.retryAfter = retryAfter;
	}

	/**
	 * Why the request was refused.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * When a new attempt may succeed.
	 * @return an estimate, or {@code null} where waiting does not help
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	/** Why a request is refused. */
	public enum Reason {

		/** The queue is full. */
		QUEUE_FULL,

		/** No slot became free in time. */
		QUEUE_TIMEOUT,

		/** The prompt leaves no room in the context. */
		PROMPT_TOO_LONG,

		/** The engine is closing or closed. */
		CLOSED,

		/** The model is being loaded. */
		LOADING,

		/** An operator drains the engine: what runs ends, nothing new begins. */
		DRAINING,

		/** The model could not be loaded. */
		FAILED

	}

}
