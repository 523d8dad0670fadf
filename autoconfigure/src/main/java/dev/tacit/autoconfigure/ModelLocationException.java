/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * {@code tacit.model.location} is missing or leads nowhere.
 */
public class ModelLocationException extends RuntimeException {

	private final @Nullable String location;

	ModelLocationException(@Nullable String location, String message) {
		super(message);
		this.location = location;
	}

	/**
	 * The configured location.
	 * @return its text, {@code null} if it is not set
	 */
	public @Nullable String location() {
		return this.location;
	}

}
