/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.Map;

import dev.tacit.inference.compile.CompileException;
import dev.tacit.inference.decode.DecodeException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Explains a model that was found, and cannot be compiled or run here. */
final class EngineOpenFailureAnalyzer implements FailureAnalyzer {

	private static final String WITHOUT = " tacit.enabled=false starts the application without a model.";

	/** By the very class: its subclasses have analyzers of their own. */
	private static final Map<Class<?>, String> WAYS_OUT = Map.of(DecodeException.class, """
			The graph does not run on ONNX Runtime as it is. Take a checkpoint instead of a published package, \
			another tacit.model.variant, or delete tacit.model.cache-directory so that it is compiled anew.""",
			CompileException.class, """
					Set tacit.model.cache-directory to a folder that this application may write to, with about as \
					much free space as the model has weights, and see the cause in the log.""");

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String wayOut = WAYS_OUT.get(cause.getClass());
			if (wayOut != null) {
				return new FailureAnalysis(cause.getMessage(), wayOut + WITHOUT, cause);
			}
		}
		return null;
	}

}
