/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Names the settings that strict governance does not start with. */
final class LeakySettingsFailureAnalyzer extends AbstractFailureAnalyzer<LeakySettingsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LeakySettingsException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				"Remove them, or set tacit.governance.strict=false to start with a warning for each.", cause);
	}

}
