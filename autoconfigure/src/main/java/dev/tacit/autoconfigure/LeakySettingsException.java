/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.List;

/**
 * Settings put text where no policy reaches, and the application insists that none does.
 */
final class LeakySettingsException extends RuntimeException {

	LeakySettingsException(List<String> settings) {
		super("These put text where no privacy policy reaches: " + String.join(", ", settings));
	}

}
