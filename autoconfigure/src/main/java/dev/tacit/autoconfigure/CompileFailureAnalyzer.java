/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.inference.compile.CompileException;
import dev.tacit.inference.compile.NativeLibraryException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a model that cannot be compiled here. */
final class CompileFailureAnalyzer extends AbstractFailureAnalyzer<CompileException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, CompileException cause) {
		if (cause instanceof NativeLibraryException) {
			return null;
		}
		return new FailureAnalysis(cause.getMessage(), """
				Set tacit.model.cache-directory to a folder that this application may write to, with about as \
				much free space as the model has weights, and see the cause in the log. tacit.enabled=false \
				starts the application without a model.""", cause);
	}

}
