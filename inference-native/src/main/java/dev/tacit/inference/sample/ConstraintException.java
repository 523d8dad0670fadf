/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

/**
 * A schema cannot be enforced: it is malformed, nothing satisfies it, or it uses a
 * keyword outside the supported subset, which the message names. Never holds a value of
 * the schema.
 */
public class ConstraintException extends IllegalArgumentException {

	ConstraintException(String message) {
		super(message);
	}

}
