/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

/**
 * The tokens still in the draw. A selection of k lies largest logit first, lowest id
 * first among equals; the whole vocabulary lies as a heap with the largest at its root
 * and is sorted only as far as top-p reaches. Arrays are kept from step to step, so a
 * step allocates nothing after the first.
 */
final class Candidates {

	private int[] tokens = new int[0];

	private double[] weights = new double[0];

	private int size;

	private boolean sorted;

	/**
	 * Selects the k largest logits with a bounded min-heap, one pass over the vocabulary.
	 */
	void select(float[] logits, int k) {
		if (this.tokens.length < k) {
			this.tokens = new int[k];
			this.weights = new double[k];
		}
		this.size = 0;
		this.sorted = true;
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

	/** Takes every token with a logit. */
	void selectAll(float[] logits) {
		if (this.tokens.length < logits.length) {
			this.tokens = new int[logits.length];
			this.weights = new double[logits.length];
		}
		this.size = 0;
		this.sorted = false;
		for (int token = 0; token < logits.length; token++) {
			float logit = logits[token];
			if (!Float.isNaN(logit) && logit != Float.NEGATIVE_INFINITY) {
				this.tokens[this.size] = token;
				this.weights[this.size++] = logit;
			}
		}
		if (this.size == 0) {
			throw new SamplingException();
		}
		for (int parent = this.size / 2 - 1; parent >= 0; parent--) {
			sinkStrong(parent, this.size);
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
		if (!this.sorted) {
			sortTopP(topP);
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

	/**
	 * Takes the largest off the heap until they reach the share, and leaves them sorted.
	 */
	private void sortTopP(double topP) {
		int end = this.size;
		double sum = 0;
		while (end > 1 && sum < topP) {
			sum += this.weights[0];
			swap(0, --end);
			sinkStrong(0, end);
		}
		if (sum < topP) {
			end = 0;
		}
		int kept = this.size - end;
		for (int i = 0; i < kept / 2; i++) {
			swap(end + i, this.size - 1 - i);
		}
		System.arraycopy(this.tokens, end, this.tokens, 0, kept);
		System.arraycopy(this.weights, end, this.weights, 0, kept);
		this.size = kept;
		this.sorted = true;
	}

	void keepMinP(double minP) {
		double floor = minP * this.weights[0];
		if (!this.sorted) {
			int kept = 0;
			for (int i = 0; i < this.size; i++) {
				if (this.weights[i] >= floor) {
					swap(i, kept++);
				}
			}
			this.size = kept;
			return;
		}
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

	/**
	 * How far a uniform number is from the share of a token in the cumulative
	 * distribution.
	 * @return 0 if it lies in the share, infinite if the token is no candidate
	 */
	double distance(int token, double uniform) {
		double sum = 0;
		for (int i = 0; i < this.size; i++) {
			sum += this.weights[i];
		}
		double from = 0;
		for (int i = 0; i < this.size; i++) {
			double to = from + this.weights[i] / sum;
			if (this.tokens[i] == token) {
				return Math.max(0, Math.max(from - uniform, uniform - to));
			}
			from = to;
		}
		return Double.POSITIVE_INFINITY;
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

	/** As {@link #siftDown}, for a heap with the largest at its root. */
	private void sinkStrong(int index, int end) {
		int parent = index;
		while (true) {
			int child = 2 * parent + 1;
			if (child >= end) {
				return;
			}
			if (child + 1 < end && weaker(child, child + 1)) {
				child++;
			}
			if (!weaker(parent, child)) {
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
