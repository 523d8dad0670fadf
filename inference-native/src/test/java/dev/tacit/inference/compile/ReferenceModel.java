/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.util.function.Function;
import java.util.function.IntUnaryOperator;

import dev.tacit.inference.model.Architecture;
import dev.tacit.inference.model.LayerType;
import dev.tacit.inference.model.TensorNames;

/**
 * The forward pass of LFM2 in plain loops, in double precision, over a whole sequence at
 * once. Written from the published formula and from nothing in the compiler.
 */
final class ReferenceModel {

	private final Architecture a;

	private final Function<String, float[]> weights;

	/**
	 * Inputs of a matrix that are rounded to eight bits together, by width; 0 for none.
	 */
	private final IntUnaryOperator inputBlock;

	ReferenceModel(Architecture architecture, Function<String, float[]> weights) {
		this(architecture, weights, (width) -> 0);
	}

	ReferenceModel(Architecture architecture, Function<String, float[]> weights, IntUnaryOperator inputBlock) {
		this.a = architecture;
		this.weights = weights;
		this.inputBlock = inputBlock;
	}

	/** Logits of every position. */
	double[][] logits(int... tokens) {
		int hidden = this.a.hiddenSize();
		float[] embedding = this.weights.apply(TensorNames.EMBEDDING);
		double[][] h = new double[tokens.length][hidden];
		for (int t = 0; t < tokens.length; t++) {
			for (int i = 0; i < hidden; i++) {
				h[t][i] = embedding[tokens[t] * hidden + i];
			}
		}
		for (int layer = 0; layer < this.a.layers().size(); layer++) {
			double[][] n = norms(h, TensorNames.layer(layer, "operator_norm"));
			add(h, (this.a.layers().get(layer) == LayerType.CONVOLUTION) ? convolution(layer, n) : attention(layer, n));
			add(h, feedForward(layer, norms(h, TensorNames.layer(layer, "ffn_norm"))));
		}
		double[][] n = norms(h, TensorNames.FINAL_NORM);
		return product(n, this.a.tiedEmbedding() ? TensorNames.EMBEDDING : TensorNames.HEAD, this.a.vocabularySize());
	}

	private double[][] convolution(int layer, double[][] n) {
		int hidden = this.a.hiddenSize();
		int taps = this.a.convKernel();
		double[][] bcx = product(n, TensorNames.layer(layer, "conv.in_proj"), 3 * hidden);
		float[] kernel = this.weights.apply(TensorNames.layer(layer, "conv.conv"));
		double[][] y = new double[n.length][hidden];
		for (int t = 0; t < n.length; t++) {
			for (int i = 0; i < hidden; i++) {
				double sum = 0;
				for (int k = 0; k < taps; k++) {
					int from = t - (taps - 1) + k;
					if (from >= 0) {
						sum += kernel[i * taps + k] * bcx[from][i] * bcx[from][2 * hidden + i];
					}
				}
				y[t][i] = bcx[t][hidden + i] * sum;
			}
		}
		return product(y, TensorNames.layer(layer, "conv.out_proj"), hidden);
	}

	private double[][] attention(int layer, double[][] n) {
		int size = this.a.headSize();
		int group = this.a.heads() / this.a.keyValueHeads();
		double[][] q = product(n, TensorNames.layer(layer, "self_attn.q_proj"), this.a.heads() * size);
		double[][] k = product(n, TensorNames.layer(layer, "self_attn.k_proj"), this.a.keyValueHeads() * size);
		double[][] v = product(n, TensorNames.layer(layer, "self_attn.v_proj"), this.a.keyValueHeads() * size);
		for (int t = 0; t < n.length; t++) {
			prepareHeads(q[t], this.weights.apply(TensorNames.layer(layer, "self_attn.q_layernorm")), t);
			prepareHeads(k[t], this.weights.apply(TensorNames.layer(layer, "self_attn.k_layernorm")), t);
		}
		double[][] mixed = new double[n.length][this.a.heads() * size];
		for (int t = 0; t < n.length; t++) {
			for (int head = 0; head < this.a.heads(); head++) {
				attend(mixed[t], q[t], k, v, t, head * size, head / group * size);
			}
		}
		return product(mixed, TensorNames.layer(layer, "self_attn.out_proj"), this.a.hiddenSize());
	}

	private void attend(double[] out, double[] q, double[][] k, double[][] v, int t, int at, int shared) {
		int size = this.a.headSize();
		double[] score = new double[t + 1];
		double most = Double.NEGATIVE_INFINITY;
		for (int s = 0; s <= t; s++) {
			for (int i = 0; i < size; i++) {
				score[s] += q[at + i] * k[s][shared + i];
			}
			score[s] /= Math.sqrt(size);
			most = Math.max(most, score[s]);
		}
		double total = 0;
		for (int s = 0; s <= t; s++) {
			score[s] = Math.exp(score[s] - most);
			total += score[s];
		}
		for (int s = 0; s <= t; s++) {
			for (int i = 0; i < size; i++) {
				out[at + i] += score[s] / total * v[s][shared + i];
			}
		}
	}

	/** Norm of each head, then rotation of its first half against its second. */
	private void prepareHeads(double[] heads, float[] weight, int position) {
		int size = this.a.headSize();
		for (int at = 0; at < heads.length; at += size) {
			double[] head = java.util.Arrays.copyOfRange(heads, at, at + size);
			double[] normed = norm(head, weight);
			for (int i = 0; i < size / 2; i++) {
				double angle = position / Math.pow(this.a.ropeTheta(), 2.0 * i / size);
				double low = normed[i];
				double high = normed[i + size / 2];
				heads[at + i] = low * Math.cos(angle) - high * Math.sin(angle);
				heads[at + i + size / 2] = high * Math.cos(angle) + low * Math.sin(angle);
			}
		}
	}

	private double[][] feedForward(int layer, double[][] n) {
		double[][] gate = product(n, TensorNames.layer(layer, "feed_forward.w1"), this.a.feedForwardSize());
		double[][] up = product(n, TensorNames.layer(layer, "feed_forward.w3"), this.a.feedForwardSize());
		for (int t = 0; t < n.length; t++) {
			for (int i = 0; i < gate[t].length; i++) {
				gate[t][i] = gate[t][i] / (1 + Math.exp(-gate[t][i])) * up[t][i];
			}
		}
		return product(gate, TensorNames.layer(layer, "feed_forward.w2"), this.a.hiddenSize());
	}

	private double[][] norms(double[][] rows, String name) {
		float[] weight = this.weights.apply(name);
		return java.util.Arrays.stream(rows).map((row) -> norm(row, weight)).toArray(double[][]::new);
	}

	private double[] norm(double[] row, float[] weight) {
		double squares = 0;
		for (double value : row) {
			squares += value * value;
		}
		double factor = 1 / Math.sqrt(squares / row.length + this.a.normEpsilon());
		double[] normed = new double[row.length];
		for (int i = 0; i < row.length; i++) {
			normed[i] = row[i] * factor * weight[i];
		}
		return normed;
	}

	private double[][] product(double[][] rows, String name, int outputs) {
		float[] matrix = this.weights.apply(name);
		double[][] result = new double[rows.length][outputs];
		for (int t = 0; t < rows.length; t++) {
			int width = rows[t].length;
			double[] row = rounded(rows[t], this.inputBlock.applyAsInt(width));
			for (int o = 0; o < outputs; o++) {
				double sum = 0;
				for (int i = 0; i < width; i++) {
					sum += matrix[o * width + i] * row[i];
				}
				result[t][o] = sum;
			}
		}
		return result;
	}

	/**
	 * What accuracy level 4 of MatMulNBits does to its input: a scale of max / 127 a
	 * block.
	 */
	private static double[] rounded(double[] row, int block) {
		double[] result = row.clone();
		for (int at = 0; block > 0 && at < row.length; at += block) {
			double most = 0;
			for (int i = at; i < at + block; i++) {
				most = Math.max(most, Math.abs(row[i]));
			}
			for (int i = at; most > 0 && i < at + block; i++) {
				result[i] = Math.rint(row[i] * 127 / most) * most / 127;
			}
		}
		return result;
	}

	private static void add(double[][] to, double[][] what) {
		for (int t = 0; t < to.length; t++) {
			for (int i = 0; i < to[t].length; i++) {
				to[t][i] += what[t][i];
			}
		}
	}

}
