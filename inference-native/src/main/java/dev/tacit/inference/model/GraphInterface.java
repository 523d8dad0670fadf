/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * How a published graph is fed: read from the graph, never assumed. A run takes
 * {@code [batch, sequence]} token ids on top of a state and gives logits and the next
 * state.
 * <p>
 * The first run feeds key/value caches of length 0 and convolution states of zeros. Every
 * later one feeds what the run before returned under the present names. Lengths come from
 * the attention mask: ones for every token so far and new; rows of a batch that are
 * shorter end in zeros.
 *
 * @param inputIds int64 {@code [batch, sequence]}
 * @param attentionMask int64 {@code [batch, past + sequence]}, or {@code null} if not
 * asked for
 * @param positionIds int64 {@code [batch, sequence]}, or {@code null} if not asked for
 * @param logitsToKeep int64, how many positions at the end get logits, a scalar or of
 * shape {@code [1]} as {@link #input} says; {@code null} if the graph computes all of
 * them
 * @param logits floats {@code [batch, positions, vocabulary]}
 * @param vocabularySize logits a position
 * @param convolutions the states of the convolution layers, by ascending layer
 * @param attentions the caches of the attention layers, by ascending layer
 * @param stateType element type of states and caches, {@link ElementType#FLOAT}
 * @param inputs everything the graph declares to be fed, in its order
 * @param outputs everything the graph declares to compute, in its order
 */
public record GraphInterface(String inputIds, @Nullable String attentionMask, @Nullable String positionIds,
		@Nullable String logitsToKeep, String logits, int vocabularySize, List<ConvolutionState> convolutions,
		List<AttentionState> attentions, ElementType stateType, List<GraphValue> inputs, List<GraphValue> outputs) {

	public GraphInterface {
		convolutions = List.copyOf(convolutions);
		attentions = List.copyOf(attentions);
		inputs = List.copyOf(inputs);
		outputs = List.copyOf(outputs);
	}

	/**
	 * Positions of {@code B·x} a convolution state holds, the newest last. A state of the
	 * kernel's whole length has one column that no later step reads.
	 * @return 0 if there is no convolution layer
	 */
	public int stateDepth() {
		return this.convolutions.isEmpty() ? 0 : this.convolutions.get(0).depth();
	}

	/**
	 * A declared input.
	 * @param name its name
	 * @return the input, with type and shape
	 */
	public Optional<GraphValue> input(String name) {
		return this.inputs.stream().filter((input) -> input.name().equals(name)).findFirst();
	}

	/**
	 * The state of a convolution layer: {@code [batch, channels, depth]}, channel major.
	 *
	 * @param layer index of the layer
	 * @param past the input
	 * @param present the output that the next run feeds as past
	 * @param channels the width of the model
	 * @param depth positions
	 */
	public record ConvolutionState(int layer, String past, String present, int channels, int depth) {
	}

	/**
	 * The cache of an attention layer: keys and values, each
	 * {@code [batch, heads, length, headSize]}.
	 *
	 * @param layer index of the layer
	 * @param pastKey the input of the keys
	 * @param pastValue the input of the values
	 * @param presentKey the output that the next run feeds as past key
	 * @param presentValue the output that the next run feeds as past value
	 * @param heads key/value heads
	 * @param headSize width of one head
	 */
	public record AttentionState(int layer, String pastKey, String pastValue, String presentKey, String presentValue,
			int heads, int headSize) {
	}

}
