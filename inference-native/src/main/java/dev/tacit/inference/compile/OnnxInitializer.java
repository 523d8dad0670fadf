/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.util.List;

/** A constant of a graph, in the graph file itself or in a file beside it. */
sealed interface OnnxInitializer {

	String name();

	void write(ProtoWriter out);

	/**
	 * Small: stored in the graph.
	 *
	 * @param bytes little endian
	 */
	record Inline(String name, OnnxType type, List<Long> shape, byte[] bytes) implements OnnxInitializer {

		@Override
		public void write(ProtoWriter out) {
			this.shape.forEach((dimension) -> out.integer(1, dimension));
			out.integer(2, this.type.number()).text(8, this.name).bytes(9, this.bytes);
		}

	}

	/**
	 * Large: a span of a file in the same folder.
	 *
	 * @param location the bare file name
	 */
	record External(String name, OnnxType type, List<Long> shape, String location, long offset,
			long length) implements OnnxInitializer {

		@Override
		public void write(ProtoWriter out) {
			this.shape.forEach((dimension) -> out.integer(1, dimension));
			out.integer(2, this.type.number()).text(8, this.name);
			entry(out, "location", this.location);
			entry(out, "offset", Long.toString(this.offset));
			entry(out, "length", Long.toString(this.length));
			out.integer(14, 1);
		}

		private static void entry(ProtoWriter out, String key, String value) {
			out.message(13, (pair) -> pair.text(1, key).text(2, value));
		}

	}

}
