/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import dev.tacit.inference.model.WeightTensor;

/**
 * How the matrices of a graph are stored and multiplied. The two forms differ in nothing
 * else, so a graph of 32-bit floats is the yardstick of the quantised one.
 */
sealed interface MatrixEncoding permits FloatEncoding, BlockEncoding {

	/**
	 * Stores a matrix.
	 * @param name its name in the graph
	 * @param parts matrices of equal width, stacked
	 * @return what the two methods below need
	 */
	StoredMatrix store(String name, List<WeightTensor> parts) throws IOException;

	/**
	 * Adds the node that multiplies by a matrix of shape [outputs, inputs]; once a
	 * matrix.
	 */
	String multiply(String output, String input, StoredMatrix matrix);

	/** Adds the node that picks rows of a matrix; once a matrix. */
	String rows(String output, String indices, StoredMatrix matrix);

	/** The block size used for each width. */
	Map<Integer, Integer> blockSizes();

	/** Throws if an option names a matrix that was never stored. */
	default void requireComplete() {
	}

	/**
	 * A stored matrix.
	 *
	 * @param name its name in the graph
	 * @param height rows
	 * @param width columns
	 * @param offset where its codes or floats start in the weight file
	 * @param bits bits a weight
	 */
	record StoredMatrix(String name, int height, int width, long offset, int bits) {

	}

}
