/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

/**
 * How much one step computes.
 * <p>
 * ONNX Runtime's kernels for quantised weights take rows in pairs and an odd last row by
 * a kernel of its own, which adds in another order. A sequence whose row is now in a pair
 * and now the odd one would get other roundings, and by a near tie another reply, as
 * others come and go. So every step has an even number of rows: a spare one is added
 * where the last would be alone. Measured on two cores with AVX-512, a step of two rows
 * takes 1.08 times one of one.
 *
 * @param rows sequences, the spare one included
 * @param tokens tokens of each, a spare one included
 * @param firstWanted first position whose logits are asked for, counted over all rows
 * @param wanted positions from there on
 */
record StepShape(int rows, int tokens, int firstWanted, int wanted) {

	/**
	 * One token for each of some sequences.
	 * @param sequences how many, without the spare row
	 */
	static StepShape batch(int sequences) {
		return new StepShape(even(sequences), 1, 0, sequences);
	}

	/**
	 * Some tokens of one sequence.
	 * @param tokens how many count
	 * @param spare tokens that follow them and do not count
	 * @param wanted positions, the last ones that count, whose logits are asked for
	 */
	static StepShape chunk(int tokens, int spare, int wanted) {
		return new StepShape(1, tokens + spare, tokens - wanted, wanted);
	}

	static int even(int count) {
		return count + (count & 1);
	}

}
