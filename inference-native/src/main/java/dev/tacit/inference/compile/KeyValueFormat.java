/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

/** How the graph keeps keys and values. */
public enum KeyValueFormat {

	/** 32-bit floats: exact. */
	FP32,

	/**
	 * Eight bits with a fixed scale a channel: a quarter of the memory. The scales come
	 * from the weights, so nothing has to be calibrated: a key is normalised and cannot
	 * leave its range; a value is cut at sixteen times its expected size.
	 */
	INT8

}
