/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

/** A tokenizer.json is damaged or uses a feature this tokenizer does not have. */
public class TokenizerException extends RuntimeException {

	public TokenizerException(String message) {
		super(message);
	}

}
