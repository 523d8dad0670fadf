/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

/**
 * A chat template is malformed, uses a feature the interpreter does not have, exceeds a
 * budget, or refuses the messages. The message names line and feature, never a value.
 */
public class ChatTemplateException extends RuntimeException {

	public ChatTemplateException(String message) {
		super(message);
	}

}
