/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.function.Supplier;

/** A property has a value that cannot be used; the message names both. */
final class SettingException extends RuntimeException {

	SettingException(String prefix, String reason) {
		super("A setting under " + prefix + " cannot be used: " + reason);
	}

	/**
	 * Applies settings.
	 * @param prefix of the properties that are applied
	 * @param applied checks its arguments, and complains by an
	 * {@link IllegalArgumentException} that names the one at fault
	 * @return what was made of them
	 * @throws SettingException if one cannot be used
	 */
	static <T> T checked(String prefix, Supplier<T> applied) {
		try {
			return applied.get();
		}
		catch (IllegalArgumentException ex) {
			throw new SettingException(prefix, String.valueOf(ex.getMessage()));
		}
	}

}
