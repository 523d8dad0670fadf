/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

/**
 * The model produced no usable logit: every value is NaN or negative infinity. A damaged
 * checkpoint is the usual cause.
 */
public class SamplingException extends RuntimeException {

	SamplingException() {
		super("The model produced no finite logit; its weights are probably damaged");
	}

}
