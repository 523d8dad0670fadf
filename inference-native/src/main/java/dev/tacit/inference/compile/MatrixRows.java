/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.tacit.inference.model.WeightTensor;

/** Matrices of equal width stacked on top of each other, read a few rows at a time. */
final class MatrixRows implements Closeable {

	private final List<WeightTensor> parts;

	private final List<WeightTensor.Reader> readers = new ArrayList<>();

	private final int width;

	private MatrixRows(List<WeightTensor> parts) {
		this.parts = parts;
		this.width = Math.toIntExact(parts.get(0).shape().get(1));
	}

	static MatrixRows open(List<WeightTensor> parts) throws IOException {
		MatrixRows rows = new MatrixRows(parts);
		try {
			for (WeightTensor part : parts) {
				rows.readers.add(part.reader());
			}
			return rows;
		}
		catch (IOException ex) {
			rows.close();
			throw ex;
		}
	}

	int width() {
		return this.width;
	}

	int height() {
		return Math.toIntExact(this.parts.stream().mapToLong((part) -> part.shape().get(0)).sum());
	}

	long sourceBytes() {
		return this.parts.stream().mapToLong((part) -> part.elements() * part.type().bytes()).sum();
	}

	/**
	 * Reads rows, which may cross from one matrix into the next; several threads may
	 * read.
	 */
	float[] read(int firstRow, int rows) throws IOException {
		float[] values = new float[Math.multiplyExact(rows, this.width)];
		float[] part = values;
		int done = 0;
		long top = 0;
		for (int i = 0; i < this.parts.size() && done < rows; i++) {
			long height = this.parts.get(i).shape().get(0);
			long row = firstRow + done - top;
			if (row < height) {
				int count = (int) Math.min(rows - done, height - row);
				if (done > 0 || count < rows) {
					part = new float[count * this.width];
				}
				this.readers.get(i).read(row * this.width, part, count * this.width);
				if (part != values) {
					System.arraycopy(part, 0, values, done * this.width, part.length);
				}
				done += count;
			}
			top += height;
		}
		return values;
	}

	@Override
	public void close() throws IOException {
		for (WeightTensor.Reader reader : this.readers) {
			reader.close();
		}
	}

}
