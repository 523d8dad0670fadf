/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

/**
 * The names of an LFM2 checkpoint's tensors, as Hugging Face transformers writes them.
 */
public final class TensorNames {

	/** The embedding table, and the output head where it is tied. */
	public static final String EMBEDDING = "model.embed_tokens.weight";

	/** The last RMS norm. */
	public static final String FINAL_NORM = "model.embedding_norm.weight";

	/** The output head of a model whose embedding is not tied. */
	public static final String HEAD = "lm_head.weight";

	private TensorNames() {
	}

	/**
	 * The name of a layer's tensor.
	 * @param layer the index of the layer
	 * @param part what follows it, such as {@code "conv.in_proj"}
	 * @return the full name, with {@code .weight}
	 */
	public static String layer(int layer, String part) {
		return "model.layers." + layer + "." + part + ".weight";
	}

}
