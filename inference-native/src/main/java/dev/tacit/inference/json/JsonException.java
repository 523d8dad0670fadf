/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.json;

/**
 * JSON text is malformed, exceeds a {@link JsonLimits limit}, or a value has another type
 * than the reader asked for. The message names the position or the member, never a value:
 * the text may be somebody's prompt.
 */
public class JsonException extends RuntimeException {

	public JsonException(String message) {
		super(message);
	}

}
