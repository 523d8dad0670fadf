/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.util.List;

/**
 * The dimensions of an LFM2 model, as config.json states them and the weights confirm.
 *
 * @param hiddenSize width of the residual stream
 * @param feedForwardSize width of the gated feed-forward, after any adjustment the file
 * asks for
 * @param vocabularySize rows of the embedding
 * @param layers the kind of each layer, first to last
 * @param heads query heads of an attention layer
 * @param keyValueHeads key and value heads; divides {@code heads}
 * @param headSize values a head, a multiple of 16
 * @param convKernel taps of the causal convolution, at least 2
 * @param normEpsilon added to the mean square in every RMS norm
 * @param ropeTheta base of the rotary frequencies
 * @param maxPositions longest context the file declares, in tokens
 * @param tiedEmbedding whether the output head is the embedding
 */
public record Architecture(int hiddenSize, int feedForwardSize, int vocabularySize, List<LayerType> layers, int heads,
		int keyValueHeads, int headSize, int convKernel, float normEpsilon, double ropeTheta, int maxPositions,
		boolean tiedEmbedding) {

	/**
	 * Checks that the numbers form a model.
	 * @throws IllegalArgumentException naming the number that does not
	 */
	public Architecture {
		layers = List.copyOf(layers);
		range("hidden size", hiddenSize, 1, 1 << 16);
		range("feed-forward size", feedForwardSize, 1, 1 << 18);
		range("vocabulary size", vocabularySize, 1, 1 << 22);
		range("number of layers", layers.size(), 1, 512);
		range("number of heads", heads, 1, 1024);
		range("number of key/value heads", keyValueHeads, 1, heads);
		range("head size", headSize, 16, 1024);
		range("convolution kernel", convKernel, 2, 16);
		range("number of positions", maxPositions, 1, 1 << 24);
		if (heads % keyValueHeads != 0) {
			throw new IllegalArgumentException(
					"the " + heads + " heads are not a multiple of the " + keyValueHeads + " key/value heads");
		}
		if (headSize % 16 != 0) {
			throw new IllegalArgumentException("the head size " + headSize + " is not a multiple of 16");
		}
		if (!(normEpsilon > 0 && normEpsilon < 1)) {
			throw new IllegalArgumentException("the norm epsilon is not between 0 and 1");
		}
		if (!(ropeTheta > 1 && ropeTheta < 1e12)) {
			throw new IllegalArgumentException("the rotary base is not between 1 and 1e12");
		}
	}

	/**
	 * Positions of {@code B·x} a convolution layer remembers.
	 * @return the kernel length less one
	 */
	public int convStateDepth() {
		return this.convKernel - 1;
	}

	/**
	 * The indices of the layers of one type, ascending.
	 * @param type the type
	 * @return the indices
	 */
	public List<Integer> layersOf(LayerType type) {
		return java.util.stream.IntStream.range(0, this.layers.size())
			.filter((i) -> this.layers.get(i) == type)
			.boxed()
			.toList();
	}

	String summary() {
		return layersOf(LayerType.CONVOLUTION).size() + " convolution and " + layersOf(LayerType.ATTENTION).size()
				+ " attention layers of width " + this.hiddenSize + ", " + this.vocabularySize + " tokens";
	}

	private static void range(String what, int value, int least, int most) {
		if (value < least || value > most) {
			throw new IllegalArgumentException("the " + what + " is " + value + ", expected " + least + " to " + most);
		}
	}

}
