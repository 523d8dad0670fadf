/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Puts constants into a graph: small ones inline, large ones into the weight file. */
final class WeightStore {

	private static final int INLINE_BYTES = 1024;

	private final OnnxGraph graph;

	private final WeightFile file;

	WeightStore(OnnxGraph graph, WeightFile file) {
		this.graph = graph;
		this.file = file;
	}

	OnnxGraph graph() {
		return this.graph;
	}

	WeightFile file() {
		return this.file;
	}

	String floats(String name, List<Long> shape, float[] values) throws IOException {
		if (values.length * 4 <= INLINE_BYTES) {
			ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
			bytes.asFloatBuffer().put(values);
			this.graph.add(new OnnxInitializer.Inline(name, OnnxType.FLOAT, shape, bytes.array()));
			return name;
		}
		long offset = this.file.begin();
		this.file.write(values, values.length);
		return external(name, OnnxType.FLOAT, shape, offset);
	}

	String bytes(String name, List<Long> shape, byte[] values) throws IOException {
		long offset = this.file.begin();
		this.file.write(values);
		return external(name, OnnxType.UINT8, shape, offset);
	}

	/**
	 * Names a span of the weight file. Two constants of different shape may name the same
	 * span: ONNX Runtime maps each on its own.
	 */
	String external(String name, OnnxType type, List<Long> shape, long offset) {
		long length = shape.stream().mapToLong(Long::longValue).reduce(type.bytes(), Math::multiplyExact);
		this.graph.add(new OnnxInitializer.External(name, type, shape, this.file.name(), offset, length));
		return name;
	}

	String integers(String name, long... values) {
		ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asLongBuffer().put(values);
		this.graph.add(new OnnxInitializer.Inline(name, OnnxType.INT64, List.of((long) values.length), bytes.array()));
		return name;
	}

}
