/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a model location that is missing or leads nowhere. */
final class ModelLocationFailureAnalyzer extends AbstractFailureAnalyzer<ModelLocationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ModelLocationException cause) {
		return new FailureAnalysis(cause.getMessage(), """
				Set tacit.model.location to a model folder, for example /models/LFM2.5-1.2B-Thinking, or to \
				classpath:dev/tacit/demo with the dependency dev.tacit:tacit-demo-model. \
				tacit.enabled=false starts the application without a model.""", cause);
	}

}
