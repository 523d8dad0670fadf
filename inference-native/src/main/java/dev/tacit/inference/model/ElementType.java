/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import org.jspecify.annotations.Nullable;

/** Element types of tensors in an ONNX graph. */
public enum ElementType {

	/** IEEE 754 single precision. */
	FLOAT(1, 32),

	/** Unsigned bytes, also the container of packed four-bit weights. */
	UINT8(2, 8),

	/** Signed bytes. */
	INT8(3, 8),

	/** Unsigned, 16 bits. */
	UINT16(4, 16),

	/** Signed, 16 bits. */
	INT16(5, 16),

	/** Signed, 32 bits. */
	INT32(6, 32),

	/** Signed, 64 bits. */
	INT64(7, 64),

	/** One byte a truth value. */
	BOOL(9, 8),

	/** IEEE 754 half precision. */
	FLOAT16(10, 16),

	/** IEEE 754 double precision. */
	DOUBLE(11, 64),

	/** Unsigned, 32 bits. */
	UINT32(12, 32),

	/** Unsigned, 64 bits. */
	UINT64(13, 64),

	/** The upper half of a 32-bit float. */
	BFLOAT16(16, 16),

	/** Unsigned, two a byte. */
	UINT4(21, 4),

	/** Signed, two a byte. */
	INT4(22, 4);

	private final int number;

	private final int bits;

	ElementType(int number, int bits) {
		this.number = number;
		this.bits = bits;
	}

	static @Nullable ElementType of(long number) {
		for (ElementType type : values()) {
			if (type.number == number) {
				return type;
			}
		}
		return null;
	}

	/**
	 * Bytes that a tensor takes.
	 * @param elements how many elements
	 * @return the bytes, the last one filled up
	 * @throws ArithmeticException if no address reaches that far
	 */
	public long bytes(long elements) {
		return Math.addExact(Math.multiplyExact(elements, (long) this.bits), 7) / 8;
	}

}
