/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Writes protobuf wire format: a field is a key {@code number << 3 | wire type}, then a
 * varint (type 0), four bytes little endian (type 5), or a length and bytes (type 2).
 * Fields appear in the order they are written; callers write them by ascending number.
 */
final class ProtoWriter {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	ProtoWriter integer(int field, long value) {
		varint((long) field << 3);
		varint(value);
		return this;
	}

	ProtoWriter single(int field, float value) {
		varint((long) field << 3 | 5);
		int bits = Float.floatToRawIntBits(value);
		for (int shift = 0; shift < 32; shift += 8) {
			this.out.write(bits >>> shift);
		}
		return this;
	}

	ProtoWriter text(int field, String value) {
		return bytes(field, value.getBytes(StandardCharsets.UTF_8));
	}

	ProtoWriter bytes(int field, byte[] value) {
		varint((long) field << 3 | 2);
		varint(value.length);
		this.out.writeBytes(value);
		return this;
	}

	ProtoWriter message(int field, Consumer<ProtoWriter> content) {
		ProtoWriter inner = new ProtoWriter();
		content.accept(inner);
		return bytes(field, inner.toByteArray());
	}

	byte[] toByteArray() {
		return this.out.toByteArray();
	}

	// A negative value is its 64-bit two's complement and takes ten bytes.
	private void varint(long value) {
		long rest = value;
		while ((rest & ~0x7fL) != 0) {
			this.out.write((int) (rest & 0x7f | 0x80));
			rest >>>= 7;
		}
		this.out.write((int) rest);
	}

}
