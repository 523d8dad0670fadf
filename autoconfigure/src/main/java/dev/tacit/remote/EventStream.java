/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The events of one answer, each checked before anyone else reads it: a damaged one would
 * end up, quoted, in the exception of a parser further on. An answer is complete when a
 * finish reason was seen; one that ends before is an error, whatever the connection says.
 * <p>
 * Read by one thread; closed by any.
 */
final class EventStream extends InputStream {

	private static final int LONGEST_LINE = 4 << 20;

	private final InputStream source;

	private final byte[] buffer = new byte[8192];

	private int position;

	private int limit;

	private byte[] line = new byte[0];

	private int read;

	private boolean finished;

	private boolean ended;

	/** Written by whoever closes, read by the reader. */
	private volatile boolean closed;

	EventStream(InputStream source) {
		this.source = source;
	}

	@Override
	public int read() {
		return ready() ? this.line[this.read++] & 0xff : -1;
	}

	@Override
	public int read(byte[] target, int offset, int length) {
		if (length == 0) {
			return 0;
		}
		if (!ready()) {
			return -1;
		}
		int count = Math.min(length, this.line.length - this.read);
		System.arraycopy(this.line, this.read, target, offset, count);
		this.read += count;
		return count;
	}

	@Override
	public int available() {
		return this.line.length - this.read;
	}

	private boolean ready() {
		if (this.read < this.line.length) {
			return true;
		}
		if (this.ended) {
			return false;
		}
		try {
			byte[] next = nextLine();
			check(new String(next, StandardCharsets.UTF_8).strip());
			this.line = next;
			this.read = 0;
		}
		catch (IOException ex) {
			if (!this.closed) {
				throw new RemoteEngineException(RemoteEngineException.Reason.INCOMPLETE);
			}
			this.ended = true;
		}
		return this.read < this.line.length;
	}

	/** A line with its end; whatever the last one has. */
	private byte[] nextLine() throws IOException {
		ByteArrayOutputStream collected = new ByteArrayOutputStream();
		while (true) {
			if (this.position == this.limit) {
				this.position = 0;
				this.limit = this.source.read(this.buffer);
				if (this.limit < 0) {
					this.limit = 0;
					this.ended = true;
					if (!this.finished && !this.closed) {
						throw new RemoteEngineException(RemoteEngineException.Reason.INCOMPLETE);
					}
					return collected.toByteArray();
				}
			}
			int start = this.position;
			while (this.position < this.limit) {
				if (this.buffer[this.position++] == '\n') {
					collected.write(this.buffer, start, this.position - start);
					return collected.toByteArray();
				}
			}
			collected.write(this.buffer, start, this.position - start);
			if (collected.size() > LONGEST_LINE) {
				throw new RemoteEngineException(RemoteEngineException.Reason.UNREADABLE, "a line is too long");
			}
		}
	}

	private void check(String text) {
		if (!text.startsWith("data:")) {
			return;
		}
		String data = text.substring(5).strip();
		if (data.equals("[DONE]")) {
			return;
		}
		this.finished |= ChunkShape.check(data);
	}

	@Override
	public void close() {
		this.closed = true;
		try {
			this.source.close();
		}
		catch (IOException ex) {
			// Nobody is left to whom it matters.
		}
	}

}
