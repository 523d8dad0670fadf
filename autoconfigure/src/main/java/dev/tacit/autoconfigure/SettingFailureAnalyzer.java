/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a value that is out of range. */
final class SettingFailureAnalyzer extends AbstractFailureAnalyzer<SettingException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SettingException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Correct the setting, or leave it out: docs/configuration.md lists all tacit.* properties, what they "
						+ "mean and what they are without being set.",
				cause);
	}

}
