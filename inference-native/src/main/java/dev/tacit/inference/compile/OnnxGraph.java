/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A graph under construction and its serial form, {@code onnx.ModelProto}. Nodes are
 * written in the order they were added, which must be topological: writing checks it.
 */
final class OnnxGraph {

	/** The standard operators. */
	static final String ONNX = "";

	/** The contributed operators of ONNX Runtime. */
	static final String MICROSOFT = "com.microsoft";

	private static final long IR_VERSION = 8;

	private static final long OPSET = 17;

	private final String name;

	private final long irVersion;

	private final long opset;

	private final List<OnnxNode> nodes = new ArrayList<>();

	private final List<OnnxInitializer> initializers = new ArrayList<>();

	private final List<OnnxValue> inputs = new ArrayList<>();

	private final List<OnnxValue> outputs = new ArrayList<>();

	OnnxGraph(String name) {
		this(name, IR_VERSION, OPSET);
	}

	OnnxGraph(String name, long irVersion, long opset) {
		this.name = name;
		this.irVersion = irVersion;
		this.opset = opset;
	}

	void add(OnnxNode node) {
		this.nodes.add(node);
	}

	void add(OnnxInitializer initializer) {
		this.initializers.add(initializer);
	}

	void input(String name, OnnxType type, List<?> shape) {
		this.inputs.add(new OnnxValue(name, type, shape));
	}

	void inputOfAnyShape(String name, OnnxType type) {
		this.inputs.add(new OnnxValue(name, type, null));
	}

	void output(String name, OnnxType type, List<?> shape) {
		this.outputs.add(new OnnxValue(name, type, shape));
	}

	/**
	 * Adds a node with one output.
	 * @return the name of the output, which is also the node's
	 */
	String apply(String operator, String domain, String output, List<String> inputs, OnnxAttribute... attributes) {
		add(new OnnxNode(output, operator, domain, inputs, List.of(output), List.of(attributes)));
		return output;
	}

	byte[] toByteArray() {
		requireTopologicalOrder();
		ProtoWriter out = new ProtoWriter();
		out.integer(1, this.irVersion).text(2, "tacit").message(7, this::write);
		out.message(8, (opset) -> opset.text(1, ONNX).integer(2, this.opset));
		out.message(8, (opset) -> opset.text(1, MICROSOFT).integer(2, 1));
		return out.toByteArray();
	}

	private void write(ProtoWriter out) {
		this.nodes.forEach((node) -> out.message(1, node::write));
		out.text(2, this.name);
		this.initializers.forEach((initializer) -> out.message(5, initializer::write));
		this.inputs.forEach((input) -> out.message(11, input::write));
		this.outputs.forEach((output) -> out.message(12, output::write));
	}

	private void requireTopologicalOrder() {
		Set<String> known = new HashSet<>();
		Set<String> nodeNames = new HashSet<>();
		this.inputs.forEach((input) -> define(known, input.name(), "the inputs"));
		this.initializers.forEach((initializer) -> define(known, initializer.name(), "the initializers"));
		for (OnnxNode node : this.nodes) {
			if (!nodeNames.add(node.name())) {
				throw new IllegalStateException("Two nodes have the name '" + node.name() + "'");
			}
			for (String input : node.inputs()) {
				if (!input.isEmpty() && !known.contains(input)) {
					throw new IllegalStateException(
							"The node '" + node.name() + "' reads '" + input + "' before anything has computed it");
				}
			}
			node.outputs()
				.stream()
				.filter((output) -> !output.isEmpty())
				.forEach((output) -> define(known, output, "the node '" + node.name() + "'"));
		}
		for (OnnxValue output : this.outputs) {
			if (!known.contains(output.name())) {
				throw new IllegalStateException("Nothing computes the output '" + output.name() + "'");
			}
		}
	}

	private static void define(Set<String> known, String value, String where) {
		if (!known.add(value)) {
			throw new IllegalStateException("The value '" + value + "' of " + where + " is defined twice");
		}
	}

}
