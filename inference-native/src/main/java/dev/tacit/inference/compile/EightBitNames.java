/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Which matrices are to be kept in eight bits. */
final class EightBitNames {

	private static final String HEAD = "head";

	private final boolean tiedEmbedding;

	private final List<String> unused;

	private final List<String> patterns;

	EightBitNames(List<String> patterns, boolean tiedEmbedding) {
		this.patterns = patterns;
		this.unused = new ArrayList<>(patterns);
		this.tiedEmbedding = tiedEmbedding;
	}

	boolean contains(String matrix) {
		String name = matrix.replaceFirst("\\.weight$", "");
		boolean head = this.tiedEmbedding && name.equals("embedding");
		List<String> matching = this.patterns.stream()
			.filter((pattern) -> matches(pattern, name) || (head && matches(pattern, HEAD)))
			.toList();
		this.unused.removeAll(matching);
		return !matching.isEmpty();
	}

	private static boolean matches(String pattern, String name) {
		return Pattern.matches(("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q"), name);
	}

	void requireAllUsed() {
		if (!this.unused.isEmpty()) {
			throw new CompileException("No matrix of this model has the name '" + this.unused.get(0)
					+ "'; there are head, embedding, and for a layer such as 0: layer.0.ffn.w1_w3, layer.0.ffn.w2,"
					+ " layer.0.conv.in_proj, layer.0.conv.out_proj, or layer.0.attention.qkv,"
					+ " layer.0.attention.out_proj");
		}
	}

}
