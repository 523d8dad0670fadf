/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.tacit.inference.model.Architecture;

/**
 * A graph in the cache, verified.
 *
 * @param graph the file model.onnx; its weights lie beside it
 * @param digest SHA-256 over the graph and its weights
 * @param source SHA-256 over config.json and the weights it was made from
 * @param architecture the dimensions
 * @param options what was asked for
 * @param contextLength positions the graph can address
 * @param blockSizes the block size used for matrices of each width; empty for FP32
 * @param fromCache whether it was there already
 */
public record CompiledModel(Path graph, String digest, String source, Architecture architecture, CompileOptions options,
		int contextLength, Map<Integer, Integer> blockSizes, boolean fromCache) {

	public CompiledModel {
		blockSizes = Collections.unmodifiableMap(new TreeMap<>(blockSizes));
	}

	/**
	 * What is loaded.
	 * @return the graph and its weights
	 */
	public List<Path> files() {
		return List.of(this.graph, this.graph.resolveSibling(ModelCompiler.WEIGHTS));
	}

}
