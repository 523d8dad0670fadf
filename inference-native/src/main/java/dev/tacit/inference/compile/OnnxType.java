/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

/** Element types with their numbers in {@code TensorProto.DataType}. */
enum OnnxType {

	FLOAT(1, 4), UINT8(2, 1), INT8(3, 1), INT32(6, 4), INT64(7, 8), FLOAT16(10, 2);

	private final int number;

	private final int bytes;

	OnnxType(int number, int bytes) {
		this.number = number;
		this.bytes = bytes;
	}

	int number() {
		return this.number;
	}

	int bytes() {
		return this.bytes;
	}

}
