/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import dev.tacit.inference.model.Architecture;
import dev.tacit.inference.sample.SamplingOptions;

/**
 * What an engine runs.
 *
 * @param name name of the model: that of its folder
 * @param folder the model folder
 * @param sha256 digest of the folder's files, lower-case hexadecimal
 * @param architecture dimensions of the model
 * @param variant what is run: the format of the compiled weights, or the variant of a
 * published package
 * @param contextLength most tokens of prompt and reply together
 * @param sampling sampling where a request names none
 * @param threads threads that compute one step
 * @param slots sequences that are decoded side by side
 * @param runtimeVersion version of ONNX Runtime
 * @param fileDigests digest of each file of the folder by name, lower-case hexadecimal
 */
public record EngineInfo(String name, Path folder, String sha256, Architecture architecture, String variant,
		int contextLength, SamplingOptions sampling, int threads, int slots, String runtimeVersion,
		Map<String, String> fileDigests) {

	public EngineInfo {
		fileDigests = Collections.unmodifiableMap(new TreeMap<>(fileDigests));
	}

}
