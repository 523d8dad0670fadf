/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

/** How the graph keeps keys and values. */
public enum KeyValueFormat {

	/** 32-bit floats: exact. */
	FP32(Float.BYTES),

	/**
	 * Eight bits with a fixed scale a channel: a quarter of the memory. The scales come
	 * from the weights, so nothing has to be calibrated: a key is normalised and cannot
	 * leave its range; a value is cut at sixteen times its expected size.
	 */
	INT8(Byte.BYTES);

	private final int bytes;

	KeyValueFormat(int bytes) {
		this.bytes = bytes;
	}

	/**
	 * Bytes of one number.
	 * @return 4 or 1
	 */
	public int bytes() {
		return this.bytes;
	}

}
