/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.Map;

import dev.tacit.inference.decode.DecodeException;
import dev.tacit.inference.text.ChatTemplateException;
import dev.tacit.inference.text.TokenizerException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Explains a model that was found, and does not run. */
final class EngineOpenFailureAnalyzer implements FailureAnalyzer {

	private static final String FOLDER = """
			Download the files of tacit.model.location again; if they are as published, this engine does not read \
			what they hold: docs/model-folders.md tells what it reads. tacit.enabled=false starts the application \
			without a model.""";

	private static final Map<Class<?>, String> WAYS_OUT = Map.of(DecodeException.class, """
			The graph does not run on ONNX Runtime as it is. Take a checkpoint instead of a published package, \
			another tacit.model.variant, or delete tacit.model.cache-directory so that it is compiled anew. \
			tacit.enabled=false starts the application without a model.""", TokenizerException.class, FOLDER,
			ChatTemplateException.class, FOLDER);

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String wayOut = WAYS_OUT.get(cause.getClass());
			if (wayOut != null) {
				return new FailureAnalysis(cause.getMessage(), wayOut, cause);
			}
		}
		return null;
	}

}
