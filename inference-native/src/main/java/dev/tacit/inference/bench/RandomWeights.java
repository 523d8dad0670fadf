/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Normally distributed BF16 numbers, fast: one table of 65,536 draws, entered at random
 * places, four places from one random number.
 */
final class RandomWeights {

	private static final int TABLE = 1 << 16;

	private final float[] draws = new float[TABLE];

	private final short[] table = new short[TABLE];

	private final SplittableRandom places;

	RandomWeights(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < TABLE; i++) {
			this.draws[i] = (float) random.nextGaussian();
		}
		this.places = new SplittableRandom(seed);
	}

	/** What {@link #fill} draws from now on. */
	void distribution(double mean, double deviation) {
		for (int i = 0; i < TABLE; i++) {
			int bits = Float.floatToRawIntBits((float) (mean + deviation * this.draws[i]));
			// Half of the dropped part rounds to nearest; ties do not matter here.
			this.table[i] = (short) ((bits + 0x8000) >>> 16);
		}
	}

	/** Fills the rest of a little endian buffer with two-byte numbers. */
	void fill(ByteBuffer buffer) {
		while (buffer.remaining() >= Long.BYTES) {
			long four = this.places.nextLong();
			buffer.putShort(this.table[(int) four & 0xffff]);
			buffer.putShort(this.table[(int) (four >>> 16) & 0xffff]);
			buffer.putShort(this.table[(int) (four >>> 32) & 0xffff]);
			buffer.putShort(this.table[(int) (four >>> 48)]);
		}
		while (buffer.hasRemaining()) {
			buffer.putShort(this.table[this.places.nextInt(TABLE)]);
		}
	}

}
