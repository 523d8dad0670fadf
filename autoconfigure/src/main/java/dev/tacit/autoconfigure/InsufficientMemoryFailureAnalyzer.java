/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.inference.InsufficientMemoryException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a model that is too large for this machine or container. */
final class InsufficientMemoryFailureAnalyzer extends AbstractFailureAnalyzer<InsufficientMemoryException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InsufficientMemoryException cause) {
		return new FailureAnalysis(cause.getMessage(), """
				Lower tacit.engine.slots, tacit.engine.context-length, tacit.engine.state-tokens or \
				tacit.engine.prefix-cache.size, point tacit.model.location at a smaller model, or give the \
				machine or container more memory.""", cause);
	}

}
