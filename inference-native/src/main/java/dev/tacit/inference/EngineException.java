/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import org.jspecify.annotations.Nullable;

/**
 * The engine could not be opened or failed while it ran. One sentence that says what to
 * do; never text of a prompt.
 */
public class EngineException extends RuntimeException {

	public EngineException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/** A failure as callers see it. */
	static RuntimeException of(@Nullable Throwable failure) {
		return (failure instanceof RuntimeException typed) ? typed : new EngineException(
				"The engine failed with " + ((failure != null) ? failure.getClass().getName() : "no reason"), failure);
	}

}
