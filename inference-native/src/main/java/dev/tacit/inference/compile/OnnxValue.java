/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An input or output of a graph.
 *
 * @param shape a {@link Long} for a fixed dimension and a {@link String} for a named one,
 * or {@code null} if any shape is accepted
 */
record OnnxValue(String name, OnnxType type, @Nullable List<?> shape) {

	void write(ProtoWriter out) {
		out.text(1, this.name).message(2, (type) -> type.message(1, this::writeTensorType));
	}

	private void writeTensorType(ProtoWriter out) {
		out.integer(1, this.type.number());
		if (this.shape != null) {
			out.message(2, (shape) -> this.shape.forEach((dimension) -> shape.message(1, (dim) -> {
				if (dimension instanceof Long value) {
					dim.integer(1, value);
				}
				else {
					dim.text(2, dimension.toString());
				}
			})));
		}
	}

}
