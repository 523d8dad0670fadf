/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A published ONNX package: a graph with its weights beside it, one of the variants of
 * its folder. Checked in full; nothing native has seen it. Immutable.
 */
public final class OnnxPackage implements ModelSource {

	private final OnnxVariants.Variant variant;

	private final OnnxGraphFile graph;

	private final GraphInterface face;

	private OnnxPackage(OnnxVariants.Variant variant, OnnxGraphFile graph, GraphInterface face) {
		this.variant = variant;
		this.graph = graph;
		this.face = face;
	}

	static OnnxPackage open(OnnxVariants.Variant variant, @Nullable GenaiConfig genai) {
		OnnxGraphFile graph = OnnxGraphReader.read(variant.graph());
		return new OnnxPackage(variant, graph, GraphInterfaceReader.read(variant.graph(), graph, genai));
	}

	/** Throws unless the graph fits the dimensions of config.json. */
	void requireFit(Architecture architecture) {
		boolean convolutions = this.face.convolutions()
			.stream()
			.map(GraphInterface.ConvolutionState::layer)
			.toList()
			.equals(architecture.layersOf(LayerType.CONVOLUTION));
		boolean attentions = this.face.attentions()
			.stream()
			.map(GraphInterface.AttentionState::layer)
			.toList()
			.equals(architecture.layersOf(LayerType.ATTENTION));
		boolean widths = this.face.convolutions()
			.stream()
			.allMatch((state) -> state.channels() == architecture.hiddenSize()
					&& (state.depth() == architecture.convKernel() || state.depth() == architecture.convStateDepth()));
		boolean heads = this.face.attentions()
			.stream()
			.allMatch((state) -> state.heads() == architecture.keyValueHeads()
					&& state.headSize() == architecture.headSize());
		if (!convolutions || !attentions || !widths || !heads
				|| this.face.vocabularySize() != architecture.vocabularySize()) {
			throw new ModelFolderException(this.variant.graph(), "the graph has other layers or sizes than the"
					+ " configuration beside it; take both from one revision of the package");
		}
	}

	Architecture architecture(GenaiConfig genai) {
		return genai.architecture(this.graph, this.face);
	}

	/**
	 * The graph.
	 * @return the .onnx file
	 */
	public Path graph() {
		return this.variant.graph();
	}

	/**
	 * The variant that was chosen.
	 * @return for example {@code q4}, or {@code fp32} for a graph without a suffix
	 */
	public String variant() {
		return this.variant.name();
	}

	/**
	 * How to feed the graph.
	 * @return inputs, outputs and states
	 */
	public GraphInterface face() {
		return this.face;
	}

	@Override
	public List<Path> files() {
		List<Path> files = new ArrayList<>(List.of(this.variant.graph()));
		this.graph.weightFiles().stream().sorted().forEach(files::add);
		return files;
	}

	/**
	 * Packed matrices that the graph lets the kernel compute in floats only, several
	 * times slower than in integers.
	 * @return how many; 0 in a graph made for CPUs
	 */
	public int slowMatrices() {
		return (int) this.graph.matrices().stream().filter((matrix) -> matrix.quantized() && !matrix.integer()).count();
	}

}
