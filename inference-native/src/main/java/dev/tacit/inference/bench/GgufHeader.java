/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The start of a GGUF file, version 3: a magic number, counts, typed key-value pairs,
 * then name, dimensions (the fastest first), type and place of every tensor.
 */
final class GgufHeader {

	static final int ALIGNMENT = 32;

	private static final int UINT32 = 4;

	private static final int INT32 = 5;

	private static final int FLOAT32 = 6;

	private static final int BOOL = 7;

	private static final int STRING = 8;

	private static final int ARRAY = 9;

	private final ByteArrayOutputStream pairs = new ByteArrayOutputStream();

	private final List<Tensor> tensors = new ArrayList<>();

	private int pairCount;

	private long dataEnd;

	/**
	 * A tensor.
	 *
	 * @param source its name in the checkpoint
	 * @param offset from the start of the data
	 */
	record Tensor(String name, String source, List<Long> dimensions, GgufType type, long offset) {

		long elements() {
			return this.dimensions.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
		}

	}

	GgufHeader text(String key, String value) {
		begin(key, STRING);
		string(this.pairs, value);
		return this;
	}

	GgufHeader number(String key, int value) {
		begin(key, UINT32);
		this.pairs.writeBytes(int32(value));
		return this;
	}

	GgufHeader single(String key, float value) {
		begin(key, FLOAT32);
		this.pairs.writeBytes(int32(Float.floatToRawIntBits(value)));
		return this;
	}

	GgufHeader flag(String key, boolean value) {
		begin(key, BOOL);
		this.pairs.write(value ? 1 : 0);
		return this;
	}

	GgufHeader numbers(String key, List<Integer> values) {
		array(key, INT32, values.size());
		values.forEach((value) -> this.pairs.writeBytes(int32(value)));
		return this;
	}

	GgufHeader texts(String key, List<String> values) {
		array(key, STRING, values.size());
		values.forEach((value) -> string(this.pairs, value));
		return this;
	}

	void tensor(String name, String source, List<Long> dimensions, GgufType type) {
		this.tensors.add(new Tensor(name, source, List.copyOf(dimensions), type, this.dataEnd));
		long elements = dimensions.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
		this.dataEnd += align(type.bytes(elements));
	}

	List<Tensor> tensors() {
		return this.tensors;
	}

	long dataBytes() {
		return this.dataEnd;
	}

	byte[] toByteArray() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
		out.writeBytes(int32(3));
		out.writeBytes(int64(this.tensors.size()));
		out.writeBytes(int64(this.pairCount));
		out.writeBytes(this.pairs.toByteArray());
		for (Tensor tensor : this.tensors) {
			string(out, tensor.name());
			out.writeBytes(int32(tensor.dimensions().size()));
			tensor.dimensions().forEach((dimension) -> out.writeBytes(int64(dimension)));
			out.writeBytes(int32(tensor.type().number()));
			out.writeBytes(int64(tensor.offset()));
		}
		out.writeBytes(new byte[(int) (align(out.size()) - out.size())]);
		return out.toByteArray();
	}

	static long align(long bytes) {
		return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	}

	private void array(String key, int type, int size) {
		begin(key, ARRAY);
		this.pairs.writeBytes(int32(type));
		this.pairs.writeBytes(int64(size));
	}

	private void begin(String key, int type) {
		this.pairCount++;
		string(this.pairs, key);
		this.pairs.writeBytes(int32(type));
	}

	private static void string(ByteArrayOutputStream out, String value) {
		byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
		out.writeBytes(int64(bytes.length));
		out.writeBytes(bytes);
	}

	private static byte[] int32(int value) {
		return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
	}

	private static byte[] int64(long value) {
		return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
	}

}
