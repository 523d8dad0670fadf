/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file beside the graph that holds its large constants: one after the other, each
 * aligned to 4 KiB so that ONNX Runtime can map it.
 */
final class WeightFile implements Closeable {

	static final int ALIGNMENT = 4096;

	private final FileChannel channel;

	private final String name;

	private long end;

	WeightFile(Path file) throws IOException {
		this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		this.name = file.getFileName().toString();
	}

	String name() {
		return this.name;
	}

	/** Starts the next constant; returns its offset. */
	long begin() {
		this.end = (this.end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
		return this.end;
	}

	void write(byte[] bytes) throws IOException {
		write(ByteBuffer.wrap(bytes));
	}

	void write(float[] values, int count) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(Math.min(count, 1 << 18) * 4).order(ByteOrder.LITTLE_ENDIAN);
		for (int first = 0; first < count; first += 1 << 18) {
			int part = Math.min(count - first, 1 << 18);
			buffer.clear();
			buffer.asFloatBuffer().put(values, first, part);
			write(buffer.limit(part * 4));
		}
	}

	private void write(ByteBuffer buffer) throws IOException {
		while (buffer.hasRemaining()) {
			this.end += this.channel.write(buffer, this.end);
		}
	}

	/** Waits until everything is on the disk. */
	void force() throws IOException {
		this.channel.force(true);
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
