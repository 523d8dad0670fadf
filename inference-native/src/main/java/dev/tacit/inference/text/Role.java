/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.Locale;

/** Who speaks in a conversation. */
public enum Role {

	SYSTEM, USER, ASSISTANT, TOOL;

	/**
	 * The name chat templates use.
	 * @return the name in lower case
	 */
	public String templateName() {
		return name().toLowerCase(Locale.ROOT);
	}

}
