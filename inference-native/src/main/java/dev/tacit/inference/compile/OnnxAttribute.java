/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.util.Arrays;
import java.util.List;

/** An attribute of a node: its name and one typed value. */
sealed interface OnnxAttribute {

	String name();

	void write(ProtoWriter out);

	static OnnxAttribute of(String name, long value) {
		return new Integer64(name, value);
	}

	static OnnxAttribute of(String name, float value) {
		return new Single(name, value);
	}

	static OnnxAttribute of(String name, String value) {
		return new Text(name, value);
	}

	static OnnxAttribute list(String name, long... values) {
		return new Integers(name, Arrays.stream(values).boxed().toList());
	}

	/** Whole numbers. */
	record Integers(String name, List<Long> values) implements OnnxAttribute {

		@Override
		public void write(ProtoWriter out) {
			out.text(1, this.name);
			this.values.forEach((value) -> out.integer(8, value));
			out.integer(20, 7);
		}

	}

	/** A whole number. */
	record Integer64(String name, long value) implements OnnxAttribute {

		@Override
		public void write(ProtoWriter out) {
			out.text(1, this.name).integer(3, this.value).integer(20, 2);
		}

	}

	/** A 32-bit float. */
	record Single(String name, float value) implements OnnxAttribute {

		@Override
		public void write(ProtoWriter out) {
			out.text(1, this.name).single(2, this.value).integer(20, 1);
		}

	}

	/** A text in UTF-8. */
	record Text(String name, String value) implements OnnxAttribute {

		@Override
		public void write(ProtoWriter out) {
			out.text(1, this.name).text(4, this.value).integer(20, 3);
		}

	}

}
