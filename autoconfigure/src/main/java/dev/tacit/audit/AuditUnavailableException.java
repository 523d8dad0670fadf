/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import org.jspecify.annotations.Nullable;

/**
 * A record could not be made durable in time, so what it stands for must not happen.
 * Holds no content.
 */
public class AuditUnavailableException extends RuntimeException {

	public AuditUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
