/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

/** What mixes the positions in one layer of a hybrid model. */
public enum LayerType {

	/** A gated causal convolution over a few neighbouring positions. */
	CONVOLUTION,

	/** Grouped-query attention over all earlier positions. */
	ATTENTION

}
