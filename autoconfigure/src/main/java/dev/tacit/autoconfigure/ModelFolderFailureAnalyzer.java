/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.inference.model.ModelFolderException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a model folder that cannot be used. */
final class ModelFolderFailureAnalyzer extends AbstractFailureAnalyzer<ModelFolderException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ModelFolderException cause) {
		return new FailureAnalysis(cause.getMessage(), """
				Point tacit.model.location at a folder that holds a complete LFM2 or LFM2.5 checkpoint \
				(config.json, model.safetensors, tokenizer.json and its chat template), or remove the \
				property tacit.model.sha256 if you mean to run another model. tacit.enabled=false starts the \
				application without a model.""", cause);
	}

}
