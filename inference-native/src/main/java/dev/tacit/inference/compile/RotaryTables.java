/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.IOException;
import java.util.List;

import dev.tacit.inference.model.Architecture;

/** Cosine and sine of every position and frequency, {@code [positions, headSize / 2]}. */
final class RotaryTables {

	static final String COSINE = "rotary.cosine";

	static final String SINE = "rotary.sine";

	private final Architecture architecture;

	private final int positions;

	RotaryTables(Architecture architecture, int positions) {
		this.architecture = architecture;
		this.positions = positions;
	}

	void store(WeightStore store) throws IOException {
		int pairs = this.architecture.headSize() / 2;
		List<Long> shape = List.of((long) this.positions, (long) pairs);
		float[] cosine = new float[Math.multiplyExact(this.positions, pairs)];
		float[] sine = new float[cosine.length];
		for (int pair = 0; pair < pairs; pair++) {
			double frequency = StrictMath.pow(this.architecture.ropeTheta(),
					-2.0 * pair / this.architecture.headSize());
			for (int position = 0; position < this.positions; position++) {
				cosine[position * pairs + pair] = (float) StrictMath.cos(position * frequency);
				sine[position * pairs + pair] = (float) StrictMath.sin(position * frequency);
			}
		}
		store.floats(COSINE, shape, cosine);
		store.floats(SINE, shape, sine);
	}

}
