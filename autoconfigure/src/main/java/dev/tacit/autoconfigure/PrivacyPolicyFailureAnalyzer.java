/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.privacy.PrivacyPolicyException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a privacy policy that contradicts itself or names something unknown. */
final class PrivacyPolicyFailureAnalyzer extends AbstractFailureAnalyzer<PrivacyPolicyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PrivacyPolicyException cause) {
		return new FailureAnalysis(cause.getMessage(), """
				Correct the settings under tacit.privacy. Rules have the form \
				tacit.privacy.entities.NAME[.DIRECTION]=ACTION and \
				tacit.privacy.roles.ROLE.NAME[.DIRECTION]=ACTION; docs/privacy.md lists names, directions and \
				actions.""", cause);
	}

}
