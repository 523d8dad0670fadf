/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.nio.file.Path;
import java.util.List;

/** What a model folder keeps its weights in. */
public sealed interface ModelSource permits Checkpoint, OnnxPackage {

	/**
	 * The files that hold graph and weights.
	 * @return the paths
	 */
	List<Path> files();

}
