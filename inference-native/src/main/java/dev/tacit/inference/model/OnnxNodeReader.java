/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads one operation of a graph; hands every tensor and graph inside it on. */
final class OnnxNodeReader {

	private static final int MAX_NAMES = 10_000;

	private final Consumer<ProtoReader> tensors;

	private final Consumer<ProtoReader> sparseTensors;

	private final Consumer<ProtoReader> graphs;

	private final List<String> inputs = new ArrayList<>();

	private String operator = "";

	private long width;

	private long height;

	private long accuracy;

	private float epsilon;

	OnnxNodeReader(Consumer<ProtoReader> tensors, Consumer<ProtoReader> sparseTensors, Consumer<ProtoReader> graphs) {
		this.tensors = tensors;
		this.sparseTensors = sparseTensors;
		this.graphs = graphs;
	}

	/**
	 * An operation.
	 *
	 * @param width the attribute K of a packed multiplication
	 * @param height the attribute N of a packed multiplication
	 * @param accuracy its accuracy level, 4 for integers
	 */
	record Node(String operator, List<String> inputs, long width, long height, long accuracy, float epsilon) {

		OnnxGraphFile.Matrix matrix(Map<String, List<Long>> weights) {
			if (this.operator.equals("MatMulNBits")) {
				return new OnnxGraphFile.Matrix(this.width, this.height, true, this.accuracy == 4);
			}
			List<Long> shape = (this.inputs.size() > 1) ? weights.getOrDefault(this.inputs.get(1), List.of())
					: List.of();
			return (shape.size() == 2) ? new OnnxGraphFile.Matrix(shape.get(0), shape.get(1), false, false)
					: new OnnxGraphFile.Matrix(0, 0, false, false);
		}

	}

	Node read(ProtoReader node) {
		for (int field = node.next(); field != 0; field = node.next()) {
			switch (field) {
				case 1 -> {
					String input = node.text();
					if (this.inputs.size() < MAX_NAMES) {
						this.inputs.add(input);
					}
				}
				case 4 -> this.operator = node.text();
				case 5 -> attribute(node.message());
				default -> {
				}
			}
		}
		return new Node(this.operator, this.inputs, this.width, this.height, this.accuracy, this.epsilon);
	}

	private void attribute(ProtoReader attribute) {
		String name = "";
		long integer = 0;
		float single = 0;
		for (int field = attribute.next(); field != 0; field = attribute.next()) {
			switch (field) {
				case 1 -> name = attribute.text();
				case 2 -> single = attribute.single();
				case 3 -> integer = attribute.integer();
				case 5, 10 -> this.tensors.accept(attribute.message());
				case 6, 11 -> this.graphs.accept(attribute.message());
				case 22, 23 -> this.sparseTensors.accept(attribute.message());
				default -> {
				}
			}
		}
		switch (name) {
			case "K" -> this.width = integer;
			case "N" -> this.height = integer;
			case "accuracy_level" -> this.accuracy = integer;
			case "epsilon" -> this.epsilon = single;
			default -> {
			}
		}
	}

}
