/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

/**
 * The tokens still in the draw, largest logit first, lowest id first among equals. Arrays
 * are kept from step to step, so a step allocates nothing after the first.
 */
final class Candidates {

	private int[] tokens = new int[0];

	private double[] weights = new double[0];

	private int size;

	/**
	 * Selects the k largest logits with a bounded min-heap, one pass over the vocabulary.
	 */
	void select(float[] logits, int k) {
		if (this.tokens.length < k) {
			this.tokens = new int[k];
			this.weights = new double[k];
		}
		this.size = 0;
		for (int token = 0; token < logits.length; token++) {
			float logit = logits[token];
			if (Float.isNaN(logit) || logit == Float.NEGATIVE_INFINITY) {
				continue;
			}
			if (this.size < k) {
				this.tokens[this.size] = token;
				this.weights[this.size] = logit;
				siftUp(this.size++);
			}
			else if (logit > this.weights[0]) {
				this.tokens[0] = token;
				this.weights[0] = logit;
				siftDown(0, this.size);
			}
		}
		if (this.size == 0) {
			throw new SamplingException();
		}
		for (int end = this.size - 1; end > 0; end--) {
			swap(0, end);
			siftDown(0, end);
		}
	}

	/** Softmax of logit / temperature, stable through subtracting the largest. */
	void toProbabilities(double temperature) {
		double largest = this.weights[0];
		double sum = 0;
		for (int i = 0; i < this.size; i++) {
			this.weights[i] = Math.exp((this.weights[i] - largest) / temperature);
			sum += this.weights[i];
		}
		for (int i = 0; i < this.size; i++) {
			this.weights[i] /= sum;
		}
	}

	void keepTopP(double topP) {
		if (topP >= 1) {
			return;
		}
		double sum = 0;
		for (int i = 0; i < this.size; i++) {
			sum += this.weights[i];
			if (sum >= topP) {
				this.size = i + 1;
				return;
			}
		}
	}

	void keepMinP(double minP) {
		double floor = minP * this.weights[0];
		while (this.size > 1 && this.weights[this.size - 1] < floor) {
			this.size--;
		}
	}

	/**
	 * Inverts the cumulative distribution at a uniform number of [0, 1).
	 */
	int draw(double uniform) {
		double sum = 0;
		for (int i = 0; i < this.size; i++) {
			sum += this.weights[i];
		}
		double target = uniform * sum;
		double reached = 0;
		for (int i = 0; i < this.size; i++) {
			reached += this.weights[i];
			if (target < reached) {
				return this.tokens[i];
			}
		}
		return this.tokens[this.size - 1];
	}

	private void siftUp(int index) {
		int child = index;
		while (child > 0) {
			int parent = (child - 1) / 2;
			if (!weaker(child, parent)) {
				return;
			}
			swap(child, parent);
			child = parent;
		}
	}

	private void siftDown(int index, int end) {
		int parent = index;
		while (true) {
			int child = 2 * parent + 1;
			if (child >= end) {
				return;
			}
			if (child + 1 < end && weaker(child + 1, child)) {
				child++;
			}
			if (!weaker(child, parent)) {
				return;
			}
			swap(child, parent);
			parent = child;
		}
	}

	private boolean weaker(int a, int b) {
		if (this.weights[a] != this.weights[b]) {
			return this.weights[a] < this.weights[b];
		}
		return this.tokens[a] > this.tokens[b];
	}

	private void swap(int a, int b) {
		int token = this.tokens[a];
		this.tokens[a] = this.tokens[b];
		this.tokens[b] = token;
		double weight = this.weights[a];
		this.weights[a] = this.weights[b];
		this.weights[b] = weight;
	}

}
