/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

/** A policy contradicts itself or names something unknown. */
public class PrivacyPolicyException extends RuntimeException {

	public PrivacyPolicyException(String message) {
		super(message);
	}

}
