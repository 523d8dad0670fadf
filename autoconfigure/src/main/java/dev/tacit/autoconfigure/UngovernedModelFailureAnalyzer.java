/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains why a model without governance does not start. */
final class UngovernedModelFailureAnalyzer extends AbstractFailureAnalyzer<UngovernedModelException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UngovernedModelException cause) {
		return new FailureAnalysis(cause.getMessage(), """
				Do not exclude TacitAuditAutoConfiguration, TacitPrivacyAutoConfiguration or \
				TacitGovernanceAutoConfiguration. To run a model that is neither filtered nor recorded, say so: \
				tacit.governance.enabled=false.""", cause);
	}

}
