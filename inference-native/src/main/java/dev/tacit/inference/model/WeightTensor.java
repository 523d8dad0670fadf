/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A tensor of a checkpoint: where it lies, and how to read it in slices as 32-bit floats.
 *
 * @param name the name in the checkpoint
 * @param type the stored element type
 * @param shape the dimensions, outermost first
 * @param file the file that holds it
 * @param offset the first byte within the file
 */
public record WeightTensor(String name, DataType type, List<Long> shape, Path file, long offset) {

	private static final int BUFFER_BYTES = 64 * 1024;

	public WeightTensor {
		shape = List.copyOf(shape);
	}

	/**
	 * The number of elements.
	 * @return the product of the dimensions
	 */
	public long elements() {
		return this.shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
	}

	/**
	 * Opens the tensor for reading.
	 * @return a reader; several threads may share it
	 * @throws IOException if the file cannot be opened
	 */
	public Reader reader() throws IOException {
		return new Reader(this, FileChannel.open(this.file, StandardOpenOption.READ));
	}

	/** Reads slices by position; safe for use by several threads at once. */
	public static final class Reader implements Closeable {

		private final WeightTensor tensor;

		private final FileChannel channel;

		private Reader(WeightTensor tensor, FileChannel channel) {
			this.tensor = tensor;
			this.channel = channel;
		}

		/**
		 * Reads consecutive elements.
		 * @param first index of the first element
		 * @param into where they go, from index 0
		 * @param count how many
		 * @throws IOException if the file cannot be read
		 * @throws ModelFolderException if the file ends early, or an element is not
		 * finite
		 */
		public void read(long first, float[] into, int count) throws IOException {
			int width = this.tensor.type.bytes();
			ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, (long) count * width))
				.order(ByteOrder.LITTLE_ENDIAN);
			int done = 0;
			while (done < count) {
				int elements = Math.min(count - done, buffer.capacity() / width);
				buffer.clear().limit(elements * width);
				fill(buffer, this.tensor.offset + (first + done) * width);
				buffer.flip();
				convert(buffer, into, done, elements);
				done += elements;
			}
		}

		private void fill(ByteBuffer buffer, long position) throws IOException {
			long at = position;
			while (buffer.hasRemaining()) {
				int read = this.channel.read(buffer, at);
				if (read < 0) {
					throw new ModelFolderException(this.tensor.file, "the file ends inside the tensor '"
							+ this.tensor.name + "'; it changed while it was read, copy the model folder again");
				}
				at += read;
			}
		}

		private void convert(ByteBuffer buffer, float[] into, int offset, int elements) {
			boolean finite = true;
			for (int i = 0; i < elements; i++) {
				float value = switch (this.tensor.type) {
					case BF16 -> Float.intBitsToFloat(buffer.getShort(2 * i) << 16);
					case F16 -> DataType.halfToFloat(buffer.getShort(2 * i));
					case F32 -> buffer.getFloat(4 * i);
				};
				into[offset + i] = value;
				finite &= Math.abs(value) <= Float.MAX_VALUE;
			}
			if (!finite) {
				throw new ModelFolderException(this.tensor.file, "the tensor '" + this.tensor.name
						+ "' holds a value that is not finite; the checkpoint is damaged, download it again");
			}
		}

		@Override
		public void close() throws IOException {
			this.channel.close();
		}

	}

}
