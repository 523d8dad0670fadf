/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.json;

/**
 * Bounds of a parse, so that a hostile file costs an error and not the heap.
 *
 * @param maxCharacters longest accepted text, in UTF-16 units
 * @param maxDepth deepest nesting of arrays and objects
 */
public record JsonLimits(int maxCharacters, int maxDepth) {

	/** Fits tool arguments and configuration files: 4 Mi characters, 64 levels. */
	public static final JsonLimits SMALL = new JsonLimits(4 << 20, 64);

	/** Fits a tokenizer of 200,000 entries: 256 Mi characters, 64 levels. */
	public static final JsonLimits LARGE = new JsonLimits(256 << 20, 64);

	public JsonLimits {
		if (maxCharacters < 1 || maxDepth < 1) {
			throw new IllegalArgumentException("JSON limits must be positive");
		}
	}

}
