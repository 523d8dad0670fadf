/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime refused a graph or failed in a step. The message holds names and sizes,
 * never text of a prompt.
 */
public class DecodeException extends RuntimeException {

	public DecodeException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
