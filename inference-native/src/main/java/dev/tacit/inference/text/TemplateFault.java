/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

/**
 * What went wrong inside a tag, without its line, which the statement around it knows.
 * Never carries a value.
 */
final class TemplateFault extends RuntimeException {

	TemplateFault(String what) {
		super(what, null, false, false);
	}

}
