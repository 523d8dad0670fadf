/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import org.jspecify.annotations.Nullable;

/** A model cannot be compiled here and now; the message says why and what helps. */
public class CompileException extends RuntimeException {

	public CompileException(String message) {
		this(message, null);
	}

	public CompileException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
