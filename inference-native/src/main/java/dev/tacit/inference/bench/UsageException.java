/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

/** The command line is wrong; the message says how. */
final class UsageException extends RuntimeException {

	UsageException(String message) {
		super(message);
	}

}
