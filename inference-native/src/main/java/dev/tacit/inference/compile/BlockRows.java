/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

/** Scales and zero points of a matrix, filled while its codes are written. */
final class BlockRows {

	private final int blocks;

	private final int block;

	private final int bits;

	private final boolean symmetric;

	private final int zeroBytes;

	private final float[] scales;

	private final byte[] zeroPoints;

	BlockRows(int height, int width, int block, int bits, boolean symmetric) {
		this.blocks = width / block;
		this.block = block;
		this.bits = bits;
		this.symmetric = symmetric;
		this.zeroBytes = (this.blocks * bits + 7) / 8;
		this.scales = new float[Math.multiplyExact(height, this.blocks)];
		this.zeroPoints = symmetric ? new byte[0] : new byte[Math.multiplyExact(height, this.zeroBytes)];
	}

	int zeroBytes() {
		return this.zeroBytes;
	}

	float[] scales() {
		return this.scales;
	}

	byte[] zeroPoints() {
		return this.zeroPoints;
	}

	/** The codes of a few rows; several threads may work on different rows. */
	byte[] quantize(float[] values, int firstRow, int rows) {
		BlockQuantizer quantizer = new BlockQuantizer(this.bits, this.symmetric);
		byte[] codes = new byte[values.length / (8 / this.bits)];
		for (int row = 0; row < rows; row++) {
			for (int b = 0; b < this.blocks; b++) {
				int at = (row * this.blocks + b) * this.block;
				quantizer.quantize(values, at, this.block, codes, at * this.bits / 8);
				this.scales[(firstRow + row) * this.blocks + b] = quantizer.scale();
				if (!this.symmetric) {
					int place = b * this.bits;
					this.zeroPoints[(firstRow + row) * this.zeroBytes
							+ place / 8] |= (byte) (quantizer.zeroPoint() << (place % 8));
				}
			}
		}
		return codes;
	}

}
