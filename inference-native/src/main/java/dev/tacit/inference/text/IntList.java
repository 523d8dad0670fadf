/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.Arrays;

/** A growing list of token ids without boxing. */
final class IntList {

	private int[] values = new int[64];

	private int size;

	void add(int value) {
		if (this.size == this.values.length) {
			this.values = Arrays.copyOf(this.values, 2 * this.size);
		}
		this.values[this.size++] = value;
	}

	int[] toArray() {
		return Arrays.copyOf(this.values, this.size);
	}

}
