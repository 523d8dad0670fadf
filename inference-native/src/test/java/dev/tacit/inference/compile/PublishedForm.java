/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

/**
 * A form in which packages of LFM2 are published.
 *
 * @param generation 1: transformers.js, all operations apart, state of the kernel's
 * length; 2: onnxruntime-genai with packed attention; 3: its successor with a convolution
 * operator of its own and a state one shorter
 * @param positionIds whether the graph asks for positions
 * @param logitsToKeep whether the graph asks how many positions get logits
 * @param halfStates whether caches are 16-bit floats
 */
public record PublishedForm(int generation, boolean positionIds, boolean logitsToKeep, boolean halfStates) {

	/** What the published 1.2B packages have. */
	public static final PublishedForm G1 = new PublishedForm(1, false, false, false);

	/** The builder of onnxruntime-genai from May to August 2026. */
	public static final PublishedForm G2 = new PublishedForm(2, false, false, false);

	/** The builder of onnxruntime-genai from September 2026. */
	public static final PublishedForm G3 = new PublishedForm(3, false, false, false);

	public PublishedForm withPositionIds() {
		return new PublishedForm(this.generation, true, this.logitsToKeep, this.halfStates);
	}

	public PublishedForm withLogitsToKeep() {
		return new PublishedForm(this.generation, this.positionIds, true, this.halfStates);
	}

	public PublishedForm withHalfStates() {
		return new PublishedForm(this.generation, this.positionIds, this.logitsToKeep, true);
	}

}
