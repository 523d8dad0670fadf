/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.util.Map;
import java.util.Optional;

/**
 * Digests of published files, for telling an operator that a download is what its
 * publisher put there.
 */
final class KnownFiles {

	private static final String INSTRUCT = "LiquidAI/LFM2.5-1.2B-Instruct-ONNX@10f72e7 ";

	private static final Map<String, String> BY_DIGEST = Map.ofEntries(
			Map.entry("dd5d4c6e32a992ad7ddac5c07f5e4711e42c69125f2b94287af7a8ec19963be5", INSTRUCT + "config.json"),
			Map.entry("25f750b7e6a790f86ed01cd6f128f905152cb60bbfe2e6618ceca833b452cf80",
					INSTRUCT + "generation_config.json"),
			Map.entry("0a1f2cb9fc2769030ca1f4207e81c1af493319373d41b8d3cf5be53860c13760", INSTRUCT + "tokenizer.json"),
			Map.entry("0f11f4ffa5750369414bb24e41f26e2bbf23f1d01def533cad5f584e59ae3bef",
					INSTRUCT + "tokenizer_config.json"),
			Map.entry("c760a2d8be1d19c71c470ef294c1220ef85b5b3a0e31f12a363655ea7fab1d58",
					INSTRUCT + "onnx/model_q4.onnx"),
			Map.entry("d9666c44e2acc32f06c9351f9e7c4fd66bc060d88ca8e7f954e836c6845f7488",
					INSTRUCT + "onnx/model_q4.onnx_data"),
			Map.entry("a9986ad188200507342ac32f727aa4691edb5428b0aa8c4a9fbdf0c85a6fe667",
					INSTRUCT + "onnx/model_q4f16.onnx"),
			Map.entry("46cfacc12941150620a3f644a5269e9baebd75d681cfa09cadeef71b8ed64ac2",
					INSTRUCT + "onnx/model_q4f16.onnx_data"),
			Map.entry("2294f49b51a0b9a1b0194add3f124237b5bd986599f43180eec49bba4de01365",
					"chat template of LFM2 (2025)"),
			Map.entry("f05bf4b967dc993bdc7a2fe6e43759ee218eb0eb340d68b063e1c4f8ad148176",
					"chat template of LFM2.5 (January 2026)"),
			Map.entry("ba551d58630afa3190b1be3602e28301f3d2e9bbac978dfc49d6d825171648b6",
					"chat template of LFM2.5-1.2B (current)"),
			Map.entry("ea663864491de7ade391839479860ca95541f892f72665c73251fbd4643b1bef",
					"chat template of LFM2.5-2.6B"));

	private KnownFiles() {
	}

	static Optional<String> name(String sha256) {
		return Optional.ofNullable(BY_DIGEST.get(sha256));
	}

}
