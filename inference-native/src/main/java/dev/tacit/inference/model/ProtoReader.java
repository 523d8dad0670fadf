/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Walks the fields of a protobuf message in a file. Every length is checked against the
 * message around it before a byte of it is read; what is not asked for is skipped unread,
 * so a graph with gigabytes of weights inside costs a few pages of memory.
 */
final class ProtoReader {

	private static final int MAX_DEPTH = 24;

	private static final int MAX_TEXT = 16 * 1024;

	private final Window window;

	private final long end;

	private final int depth;

	private long position;

	private int wireType;

	private long value;

	private long contentEnd;

	private ProtoReader(Window window, long start, long end, int depth) {
		this.window = window;
		this.position = start;
		this.end = end;
		this.depth = depth;
	}

	static ProtoReader over(Path file, FileChannel channel, long size) {
		return new ProtoReader(new Window(file, channel, size), 0, size, 0);
	}

	/** Moves to the next field; its number, or 0 at the end of the message. */
	int next() {
		if (this.position >= this.end) {
			return 0;
		}
		long key = varint();
		long number = key >>> 3;
		this.wireType = (int) (key & 7);
		if (number < 1 || number > 536_870_911) {
			throw this.window.damaged("a field without a number");
		}
		switch (this.wireType) {
			case 0 -> this.value = varint();
			case 1 -> this.value = fixed(8);
			case 2 -> {
				this.value = varint();
				if (this.value < 0 || this.value > this.end - this.position) {
					throw this.window.damaged("a field that is longer than what holds it");
				}
				this.contentEnd = this.position + this.value;
				this.position = this.contentEnd;
			}
			case 5 -> this.value = fixed(4);
			default -> throw this.window.damaged("a field of an unknown form");
		}
		return (int) number;
	}

	/** The number in this field. */
	long integer() {
		require(0);
		return this.value;
	}

	float single() {
		require(5);
		return Float.intBitsToFloat((int) this.value);
	}

	/** How many bytes this field holds. */
	long length() {
		require(2);
		return this.value;
	}

	boolean isBytes() {
		return this.wireType == 2;
	}

	ProtoReader message() {
		require(2);
		if (this.depth >= MAX_DEPTH) {
			throw this.window.damaged("messages nested deeper than " + MAX_DEPTH);
		}
		return new ProtoReader(this.window, this.contentEnd - this.value, this.contentEnd, this.depth + 1);
	}

	String text() {
		require(2);
		if (this.value > MAX_TEXT) {
			throw this.window.damaged("a name of " + this.value + " bytes");
		}
		ByteBuffer bytes = ByteBuffer.allocate((int) this.value);
		for (long at = this.contentEnd - this.value; at < this.contentEnd; at++) {
			bytes.put(this.window.at(at));
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
		}
		catch (CharacterCodingException ex) {
			throw this.window.damaged("a name that is not UTF-8");
		}
	}

	/** The numbers of a packed field, read as one message of varints. */
	long packed() {
		return varint();
	}

	boolean atEnd() {
		return this.position >= this.end;
	}

	private void require(int wireType) {
		if (this.wireType != wireType) {
			throw this.window.damaged("a field of another form than ONNX defines");
		}
	}

	private long varint() {
		long result = 0;
		for (int shift = 0; shift < 70; shift += 7) {
			if (this.position >= this.end) {
				throw this.window.damaged("a number that is cut off");
			}
			byte part = this.window.at(this.position++);
			result |= (long) (part & 0x7f) << shift;
			if (part >= 0) {
				return result;
			}
		}
		throw this.window.damaged("a number of more than 64 bits");
	}

	private long fixed(int bytes) {
		if (bytes > this.end - this.position) {
			throw this.window.damaged("a number that is cut off");
		}
		long result = 0;
		for (int i = 0; i < bytes; i++) {
			result |= (this.window.at(this.position++) & 0xffL) << (8 * i);
		}
		return result;
	}

	/** The part of the file that is in memory. */
	private static final class Window {

		private final Path file;

		private final FileChannel channel;

		private final long size;

		private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024).limit(0);

		private long start;

		Window(Path file, FileChannel channel, long size) {
			this.file = file;
			this.channel = channel;
			this.size = size;
		}

		byte at(long position) {
			long index = position - this.start;
			if (index < 0 || index >= this.buffer.limit()) {
				load(position);
				index = 0;
			}
			return this.buffer.get((int) index);
		}

		private void load(long position) {
			this.buffer.clear().limit((int) Math.min(this.buffer.capacity(), this.size - position));
			this.start = position;
			try {
				while (this.buffer.hasRemaining()) {
					if (this.channel.read(this.buffer, position + this.buffer.position()) < 0) {
						throw damaged("less than its size says");
					}
				}
			}
			catch (IOException ex) {
				throw new ModelFolderException(this.file, "the file cannot be read; check its permissions", ex);
			}
			this.buffer.flip();
		}

		ModelFolderException damaged(String what) {
			return new ModelFolderException(this.file,
					"the graph is damaged: it holds " + what + "; download it again");
		}

	}

}
