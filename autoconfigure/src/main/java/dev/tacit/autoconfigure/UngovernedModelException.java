/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

/** A chat model would answer ungoverned although nobody switched governance off. */
final class UngovernedModelException extends RuntimeException {

	UngovernedModelException() {
		super("The chat model would answer without privacy policy and ledger: governance is on, but its ledger or its "
				+ "privacy filter is missing");
	}

}
