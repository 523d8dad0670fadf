/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;

/**
 * What a step feeds beside the state, and where its logits go: tensors of one shape,
 * written in place before each step.
 */
sealed interface Step extends AutoCloseable permits CompiledStep, PublishedStep {

	void token(int index, int id);

	/** Tells how many tokens each row holds once the step is done. */
	void lengths(int[] after) throws OrtException;

	void addTo(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> pinned);

	/** Copies logits of one of the wanted positions, counted from the first of them. */
	void logits(int index, float[] into);

	@Override
	void close();

}
