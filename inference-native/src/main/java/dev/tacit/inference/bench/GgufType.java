/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.nio.ByteBuffer;

/** The tensor types of a GGUF file that are written here, and their encodings. */
enum GgufType {

	/** 32-bit floats. */
	F32(0, 1, 4) {

		@Override
		void encode(float[] values, int offset, ByteBuffer out) {
			out.putFloat(values[offset]);
		}

	},

	/** 32 weights of four bits and a 16-bit scale. */
	Q4_0(2, 32, 18) {

		@Override
		void encode(float[] values, int offset, ByteBuffer out) {
			float scale = largest(values, offset, 32) / -8;
			float inverse = (scale != 0) ? 1 / scale : 0;
			out.putShort(toHalf(scale));
			for (int i = offset; i < offset + 16; i++) {
				int low = Math.min(15, (int) (values[i] * inverse + 8.5f));
				int high = Math.min(15, (int) (values[i + 16] * inverse + 8.5f));
				out.put((byte) (low | high << 4));
			}
		}

	},

	/** 256 weights of six bits in sixteen groups, whose scales share one of 16 bits. */
	Q6_K(14, 256, 210) {

		@Override
		void encode(float[] values, int offset, ByteBuffer out) {
			float[] scales = new float[16];
			float most = 0;
			for (int group = 0; group < 16; group++) {
				scales[group] = largest(values, offset + 16 * group, 16) / -32;
				most = (Math.abs(scales[group]) > Math.abs(most)) ? scales[group] : most;
			}
			float unit = most / -128;
			int[] levels = new int[256];
			byte[] steps = new byte[16];
			for (int group = 0; group < 16; group++) {
				steps[group] = (byte) ((unit != 0) ? Math.min(127, Math.round(scales[group] / unit)) : 0);
				float step = unit * steps[group];
				for (int i = 16 * group; i < 16 * group + 16; i++) {
					int level = (step != 0) ? Math.round(values[offset + i] / step) : 0;
					levels[i] = Math.min(31, Math.max(-32, level)) + 32;
				}
			}
			pack(levels, out);
			out.put(steps).putShort(toHalf(unit));
		}

		private void pack(int[] levels, ByteBuffer out) {
			byte[] high = new byte[64];
			for (int half = 0; half < 2; half++) {
				int at = 128 * half;
				for (int pair = 0; pair < 2; pair++) {
					for (int i = at + 32 * pair; i < at + 32 * pair + 32; i++) {
						out.put((byte) (levels[i] & 15 | (levels[i + 64] & 15) << 4));
					}
				}
				for (int i = 0; i < 32; i++) {
					for (int quarter = 0; quarter < 4; quarter++) {
						high[32 * half + i] |= (byte) (levels[at + 32 * quarter + i] >> 4 << 2 * quarter);
					}
				}
			}
			out.put(high);
		}

	};

	private final int number;

	private final int blockSize;

	private final int blockBytes;

	GgufType(int number, int blockSize, int blockBytes) {
		this.number = number;
		this.blockSize = blockSize;
		this.blockBytes = blockBytes;
	}

	/** Encodes one block. */
	abstract void encode(float[] values, int offset, ByteBuffer out);

	int number() {
		return this.number;
	}

	int blockSize() {
		return this.blockSize;
	}

	long bytes(long elements) {
		return elements / this.blockSize * this.blockBytes;
	}

	private static float largest(float[] values, int offset, int count) {
		float largest = 0;
		for (int i = offset; i < offset + count; i++) {
			largest = (Math.abs(values[i]) > Math.abs(largest)) ? values[i] : largest;
		}
		return largest;
	}

	/** To the nearest half; ties to the larger magnitude, which no scale notices. */
	static short toHalf(float value) {
		int bits = Float.floatToRawIntBits(value);
		int sign = bits >>> 16 & 0x8000;
		float magnitude = Math.abs(value);
		if (magnitude < 0x1p-14f) {
			return (short) (sign | Math.round(magnitude * 0x1p24f));
		}
		if (magnitude >= 65520) {
			return (short) (sign | 0x7c00);
		}
		return (short) (sign | (((bits & 0x7fffffff) + 0x1000 >>> 13) - (112 << 10)));
	}

}
