/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;

import dev.tacit.inference.model.WeightTensor;

/**
 * Matrices in the layout of {@code com.microsoft.MatMulNBits}: codes
 * {@code [N, K / block, block / 2]}, scales {@code [N, K / block]}, zero points
 * {@code [N, ceil(K / block / 2)]} with two a byte. Accuracy level 4 lets the kernel
 * quantise its input to eight bits and multiply integers.
 */
final class Int4Encoding implements MatrixEncoding {

	private static final int PIECE_ELEMENTS = 1 << 20;

	private static final int LEAST_BLOCK = 16;

	private final WeightStore store;

	private final OrderedWork work;

	private final LongConsumer progress;

	private final int wantedBlock;

	private final TreeMap<Integer, Integer> blockSizes = new TreeMap<>();

	Int4Encoding(WeightStore store, OrderedWork work, LongConsumer progress, int wantedBlock) {
		this.store = store;
		this.work = work;
		this.progress = progress;
		this.wantedBlock = wantedBlock;
	}

	@Override
	public StoredMatrix store(String name, List<WeightTensor> parts) throws IOException {
		try (MatrixRows rows = MatrixRows.open(parts)) {
			int height = rows.height();
			int width = rows.width();
			int block = this.blockSizes.computeIfAbsent(width, this::blockFor);
			int blocks = width / block;
			int zeroBytes = (blocks + 1) / 2;
			float[] scales = new float[Math.multiplyExact(height, blocks)];
			byte[] zeroPoints = new byte[Math.multiplyExact(height, zeroBytes)];
			int step = Math.max(1, PIECE_ELEMENTS / width);
			long offset = this.store.file().begin();
			// Each piece fills its own rows of the two arrays; its future publishes them.
			this.work.run((height + step - 1) / step, (piece) -> (Callable<byte[]>) () -> {
				int first = piece * step;
				int count = Math.min(step, height - first);
				return quantize(rows.read(first, count), first, count, block, blocks, scales, zeroPoints);
			}, (codes) -> {
				this.store.file().write(codes);
				this.progress.accept(2L * codes.length * parts.get(0).type().bytes());
			});
			this.store.floats(name + ".scales", List.of((long) height, (long) blocks), scales);
			this.store.bytes(name + ".zero_points", List.of((long) height, (long) zeroBytes), zeroPoints);
			return new StoredMatrix(name, height, width, offset);
		}
	}

	private static byte[] quantize(float[] values, int firstRow, int rows, int block, int blocks, float[] scales,
			byte[] zeroPoints) {
		BlockQuantizer quantizer = new BlockQuantizer();
		byte[] codes = new byte[values.length / 2];
		int zeroBytes = (blocks + 1) / 2;
		for (int row = 0; row < rows; row++) {
			for (int b = 0; b < blocks; b++) {
				int at = (row * blocks + b) * block;
				quantizer.quantize(values, at, block, codes, at / 2);
				scales[(firstRow + row) * blocks + b] = quantizer.scale();
				zeroPoints[(firstRow + row) * zeroBytes + b / 2] |= (byte) (quantizer.zeroPoint() << (4 * (b % 2)));
			}
		}
		return codes;
	}

	private int blockFor(int width) {
		for (int block = this.wantedBlock; block >= LEAST_BLOCK; block /= 2) {
			if (width % block == 0) {
				return block;
			}
		}
		throw new CompileException("A matrix has the width " + width + ", which no block of " + LEAST_BLOCK
				+ " or more divides; compile this model with FP32 weights");
	}

	@Override
	public String multiply(String output, String input, StoredMatrix matrix) {
		long block = block(matrix);
		String codes = this.store.external(matrix.name(), OnnxType.UINT8,
				List.of((long) matrix.height(), matrix.width() / block, block / 2), matrix.offset());
		return this.store.graph()
			.apply("MatMulNBits", OnnxGraph.MICROSOFT, output,
					List.of(input, codes, matrix.name() + ".scales", matrix.name() + ".zero_points"),
					OnnxAttribute.of("K", matrix.width()), OnnxAttribute.of("N", matrix.height()),
					OnnxAttribute.of("accuracy_level", 4), OnnxAttribute.of("bits", 4),
					OnnxAttribute.of("block_size", block));
	}

	@Override
	public String rows(String output, String indices, StoredMatrix matrix) {
		// MatMulNBits wants three dimensions and consumes its copy when it packs it; the
		// same bytes under a second name stay mapped, and only the rows in use resident.
		String table = this.store.external(matrix.name() + ".rows", OnnxType.UINT8,
				List.of((long) matrix.height(), matrix.width() / 2L), matrix.offset());
		return this.store.graph()
			.apply("GatherBlockQuantized", OnnxGraph.MICROSOFT, output,
					List.of(table, indices, matrix.name() + ".scales", matrix.name() + ".zero_points"),
					OnnxAttribute.of("bits", 4), OnnxAttribute.of("block_size", block(matrix)),
					OnnxAttribute.of("gather_axis", 0), OnnxAttribute.of("quantize_axis", 1));
	}

	private int block(StoredMatrix matrix) {
		return this.blockSizes.computeIfAbsent(matrix.width(), this::blockFor);
	}

	@Override
	public Map<Integer, Integer> blockSizes() {
		return this.blockSizes;
	}

}
