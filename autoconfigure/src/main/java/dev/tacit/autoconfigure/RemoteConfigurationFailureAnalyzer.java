/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a remote engine that cannot be used as it is configured. */
final class RemoteConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<RemoteConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RemoteConfigurationException cause) {
		return new FailureAnalysis(cause.getMessage(), """
				A remote engine needs tacit.remote.base-url, tacit.remote.model, the dependency \
				org.springframework.ai:spring-ai-openai, governance (tacit.governance.enabled), and a policy \
				that lets prompts leave: tacit.privacy.leaving-process=untouched lets out prompts in which the \
				policy changed nothing, filtered lets out all after it was applied. \
				tacit.remote.govern-beans=false leaves chat models of spring.ai.openai alone: neither policy \
				nor ledger then knows of them. docs/remote-engines.md tells more.""", cause);
	}

}
