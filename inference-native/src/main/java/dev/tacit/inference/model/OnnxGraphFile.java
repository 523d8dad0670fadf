/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What an .onnx file says about itself.
 *
 * @param inputs what the graph asks for, in its order, without weights
 * @param outputs what it computes
 * @param weightFiles the files beside it that hold weights
 * @param matrices every multiplication by a stored matrix
 * @param normEpsilon the first epsilon of a normalisation, 0 if there is none
 */
record OnnxGraphFile(List<GraphValue> inputs, List<GraphValue> outputs, Set<Path> weightFiles, List<Matrix> matrices,
		float normEpsilon) {

	/**
	 * A multiplication.
	 *
	 * @param width inputs
	 * @param height outputs
	 * @param quantized whether the weights are packed in blocks
	 * @param integer whether the kernel may compute in integers, which is several times
	 * faster
	 */
	record Matrix(long width, long height, boolean quantized, boolean integer) {
	}

}
