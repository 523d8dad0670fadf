/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

/** A remote engine cannot be used as it is configured. */
final class RemoteConfigurationException extends RuntimeException {

	RemoteConfigurationException(String message) {
		super(message);
	}

}
