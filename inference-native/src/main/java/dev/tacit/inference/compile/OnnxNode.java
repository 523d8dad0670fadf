/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.util.List;

/**
 * A node of a graph.
 *
 * @param name unique
 * @param operator the operator type
 * @param domain {@link OnnxGraph#ONNX} or {@link OnnxGraph#MICROSOFT}
 * @param inputs value names; empty for an optional input that is absent
 * @param outputs value names; empty for an optional output that is absent
 * @param attributes in the order they are written
 */
record OnnxNode(String name, String operator, String domain, List<String> inputs, List<String> outputs,
		List<OnnxAttribute> attributes) {

	OnnxNode {
		inputs = List.copyOf(inputs);
		outputs = List.copyOf(outputs);
		attributes = List.copyOf(attributes);
	}

	void write(ProtoWriter out) {
		this.inputs.forEach((input) -> out.text(1, input));
		this.outputs.forEach((output) -> out.text(2, output));
		out.text(3, this.name).text(4, this.operator);
		this.attributes.forEach((attribute) -> out.message(5, attribute::write));
		if (!this.domain.isEmpty()) {
			out.text(7, this.domain);
		}
	}

}
