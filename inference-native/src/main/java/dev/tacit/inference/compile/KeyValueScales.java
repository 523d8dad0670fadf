/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.IOException;

import dev.tacit.inference.model.WeightTensor;

/**
 * Scales of keys and values in eight bits, one a channel, told by the weights alone.
 */
final class KeyValueScales {

	/** The largest number that is used in both directions. */
	private static final int STEPS = 127;

	/**
	 * A value that exceeds its expected size so many times is cut. Wide, since some
	 * channels of a model's hidden state are far larger than others.
	 */
	private static final int WIDTH = 16;

	private KeyValueScales() {
	}

	/**
	 * A key is normalised over its head, so the sum of its squares before the weights is
	 * the head's size: no channel exceeds its root, and neither does the length of the
	 * two channels that a rotation mixes.
	 * @param norm the weights of the norm, one a channel of a head
	 * @param heads heads of keys
	 * @return scales, {@code [heads * norm.length]}
	 */
	static float[] keys(float[] norm, int heads) {
		int size = norm.length;
		int pairs = size / 2;
		float[] scales = new float[heads * size];
		for (int i = 0; i < scales.length; i++) {
			int pair = i % pairs;
			float widest = Math.max(Math.abs(norm[pair]), Math.abs(norm[pair + pairs]));
			scales[i] = positive((float) (Math.sqrt(size) * widest / STEPS));
		}
		return scales;
	}

	/**
	 * What goes into the projection is normalised, so that a channel of the hidden state
	 * is 1 on average before the norm's weights; a value is expected to be as large as
	 * the length of its row of weights times those.
	 * @param projection the weights of the value projection, {@code [channels, hidden]}
	 * @param norm the weights of the norm before it, {@code [hidden]}
	 * @return scales, one a channel
	 */
	static float[] values(WeightTensor projection, float[] norm) throws IOException {
		float[] scales = new float[Math.toIntExact(projection.elements() / norm.length)];
		float[] row = new float[norm.length];
		try (WeightTensor.Reader reader = projection.reader()) {
			for (int channel = 0; channel < scales.length; channel++) {
				reader.read((long) channel * norm.length, row, row.length);
				double squares = 0;
				for (int i = 0; i < row.length; i++) {
					squares += (double) row[i] * norm[i] * row[i] * norm[i];
				}
				scales[channel] = positive((float) (Math.sqrt(squares) * WIDTH / STEPS));
			}
		}
		return scales;
	}

	/** A channel without weights has no values; its scale must not be zero. */
	private static float positive(float scale) {
		return Math.max(scale, Float.MIN_NORMAL);
	}

}
