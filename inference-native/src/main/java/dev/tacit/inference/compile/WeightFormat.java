/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

/** How the matrices of a compiled model are stored. */
public enum WeightFormat {

	/** 32-bit floats: exact, eight times as large, for tests and comparison. */
	FP32,

	/** Four bits a weight with a scale and a zero point a block. */
	INT4,

	/** Eight bits a weight, otherwise as four: twice the memory, hardly any loss. */
	INT8

}
