/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.util.List;

/**
 * An input or output that a graph declares.
 *
 * @param name the name to feed or fetch it by
 * @param type the element type
 * @param shape the dimensions, -1 for one that is symbolic or not stated; empty for a
 * scalar and for a shape that is not stated at all
 */
public record GraphValue(String name, ElementType type, List<Long> shape) {

	public GraphValue {
		shape = List.copyOf(shape);
	}

	long dimension(int index) {
		return (index < this.shape.size()) ? this.shape.get(index) : -1;
	}

}
