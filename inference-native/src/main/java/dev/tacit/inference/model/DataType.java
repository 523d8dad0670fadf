/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

/** Element types of a checkpoint this engine reads. */
public enum DataType {

	/** The upper half of a 32-bit float. */
	BF16(2),

	/** IEEE 754 half precision. */
	F16(2),

	/** IEEE 754 single precision. */
	F32(4);

	private final int bytes;

	DataType(int bytes) {
		this.bytes = bytes;
	}

	/**
	 * Bytes an element.
	 * @return 2 or 4
	 */
	public int bytes() {
		return this.bytes;
	}

	static float halfToFloat(short half) {
		int sign = (half & 0x8000) << 16;
		int exponent = (half >>> 10) & 0x1f;
		int fraction = half & 0x3ff;
		if (exponent == 0) {
			// Subnormal: fraction units of 2^-24, exact in single precision.
			float magnitude = fraction * 0x1p-24f;
			return (sign == 0) ? magnitude : -magnitude;
		}
		int bits = (exponent == 31) ? 0x7f800000 | (fraction << 13) : ((exponent + 112) << 23) | (fraction << 13);
		return Float.intBitsToFloat(sign | bits);
	}

}
