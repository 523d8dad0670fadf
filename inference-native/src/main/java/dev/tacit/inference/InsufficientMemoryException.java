/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

/**
 * A model takes more memory than this machine or container has. Found out before the
 * weights are loaded: a process that runs out of memory later is killed without a word.
 */
public final class InsufficientMemoryException extends EngineException {

	InsufficientMemoryException(String message) {
		super(message, null);
	}

}
