/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.model.Architecture;
import dev.tacit.inference.model.ExpectedTensors;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.model.TensorNames;

/**
 * Writes the weights of an architecture as random BF16 numbers, straight to the disk. The
 * scale is that of a network before training: every matrix keeps the variance of its
 * input, and what is added to the residual is smaller the more layers add to it, so no
 * activation overflows however long a text grows.
 */
final class SyntheticCheckpoint {

	private static final int BUFFER_BYTES = 4 << 20;

	private final Architecture architecture;

	private final RandomWeights weights;

	SyntheticCheckpoint(Architecture architecture, long seed) {
		this.architecture = architecture;
		this.weights = new RandomWeights(seed);
	}

	void write(Path file, ProgressListener progress) throws IOException {
		Map<String, List<Long>> tensors = ExpectedTensors.shapes(this.architecture);
		long total = tensors.values().stream().mapToLong(SyntheticCheckpoint::elements).sum() * 2;
		Path parent = file.toAbsolutePath().getParent();
		long free = Files.getFileStore(parent).getUsableSpace();
		if (free < total) {
			throw new IOException("The checkpoint needs " + (total >> 20) + " MiB, and " + (free >> 20)
					+ " MiB are free; choose another --output");
		}
		Path unfinished = file.resolveSibling(file.getFileName() + ".part");
		try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.CREATE,
				StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
			write(channel, header(tensors));
			ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
			long done = 0;
			for (Map.Entry<String, List<Long>> tensor : tensors.entrySet()) {
				distribution(tensor.getKey(), tensor.getValue());
				long left = elements(tensor.getValue()) * 2;
				while (left > 0) {
					buffer.clear().limit((int) Math.min(left, BUFFER_BYTES));
					this.weights.fill(buffer);
					left -= buffer.position();
					done += buffer.position();
					write(channel, buffer.flip());
					progress.progress("weights", done, total);
				}
			}
		}
		Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
	}

	private static ByteBuffer header(Map<String, List<Long>> tensors) {
		Map<String, Object> header = new LinkedHashMap<>();
		header.put("__metadata__", Map.of("format", "pt"));
		long end = 0;
		for (Map.Entry<String, List<Long>> tensor : tensors.entrySet()) {
			long begin = end;
			end += elements(tensor.getValue()) * 2;
			Map<String, Object> entry = new LinkedHashMap<>();
			entry.put("dtype", "BF16");
			entry.put("shape", tensor.getValue());
			entry.put("data_offsets", List.of(begin, end));
			header.put(tensor.getKey(), entry);
		}
		String json = Json.write(header);
		// Spaces at the end keep the data aligned, as the format's own writer does.
		String padded = json + " ".repeat((8 - json.length() % 8) % 8);
		byte[] bytes = padded.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(8 + bytes.length)
			.order(ByteOrder.LITTLE_ENDIAN)
			.putLong(bytes.length)
			.put(bytes)
			.flip();
	}

	private void distribution(String name, List<Long> shape) {
		if (shape.size() == 1) {
			this.weights.distribution(1, 0.05);
		}
		else if (name.equals(TensorNames.EMBEDDING) || name.equals(TensorNames.HEAD)) {
			this.weights.distribution(0, 0.02);
		}
		else {
			long inputs = elements(shape) / shape.get(0);
			boolean residual = name.endsWith("out_proj.weight") || name.endsWith("w2.weight");
			double depth = residual ? 2.0 * this.architecture.layers().size() : 1;
			this.weights.distribution(0, 1 / Math.sqrt(inputs * depth));
		}
	}

	private static long elements(List<Long> shape) {
		return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
	}

	private static void write(FileChannel channel, ByteBuffer buffer) throws IOException {
		while (buffer.hasRemaining()) {
			channel.write(buffer);
		}
	}

}
