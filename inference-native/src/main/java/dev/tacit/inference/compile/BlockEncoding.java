/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;

import dev.tacit.inference.model.WeightTensor;

/**
 * Matrices in blocks of four or eight bits, in the layout of ONNX Runtime's
 * {@code MatMulNBits}: codes, of four bits two a byte; a 32-bit scale a block, row by
 * row; unless the levels are symmetric a zero point a block, packed as the codes are,
 * every row starting at a new byte.
 */
final class BlockEncoding implements MatrixEncoding {

	private static final int PIECE_ELEMENTS = 1 << 20;

	private static final int LEAST_BLOCK = 16;

	private final WeightStore store;

	private final OrderedWork work;

	private final LongConsumer progress;

	private final CompileOptions options;

	private final EightBitNames eightBit;

	private final TreeMap<Integer, Integer> blockSizes = new TreeMap<>();

	BlockEncoding(WeightStore store, OrderedWork work, LongConsumer progress, CompileOptions options,
			boolean tiedEmbedding) {
		this.store = store;
		this.work = work;
		this.progress = progress;
		this.options = options;
		this.eightBit = new EightBitNames(options.eightBit(), tiedEmbedding);
	}

	@Override
	public StoredMatrix store(String name, List<WeightTensor> parts) throws IOException {
		try (MatrixRows rows = MatrixRows.open(parts)) {
			int height = rows.height();
			int width = rows.width();
			int bits = (this.eightBit.contains(name) || this.options.weights() == WeightFormat.INT8) ? 8 : 4;
			int block = this.blockSizes.computeIfAbsent(width, this::blockFor);
			BlockRows encoded = new BlockRows(height, width, block, bits, this.options.symmetric());
			int step = Math.max(1, PIECE_ELEMENTS / width);
			long offset = this.store.file().begin();
			// Each piece fills its own rows of scales and zero points; its future
			// publishes
			// them.
			this.work.run((height + step - 1) / step, (piece) -> (Callable<byte[]>) () -> {
				int first = piece * step;
				int count = Math.min(step, height - first);
				return encoded.quantize(rows.read(first, count), first, count);
			}, (codes) -> {
				this.store.file().write(codes);
				this.progress.accept(8L / bits * codes.length * parts.get(0).type().bytes());
			});
			this.store.floats(name + ".scales", List.of((long) height, (long) width / block), encoded.scales());
			if (!this.options.symmetric()) {
				this.store.bytes(name + ".zero_points", List.of((long) height, (long) encoded.zeroBytes()),
						encoded.zeroPoints());
			}
			return new StoredMatrix(name, height, width, offset, bits);
		}
	}

	private int blockFor(int width) {
		for (int block = this.options.blockSize(); block >= LEAST_BLOCK; block /= 2) {
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
				List.of((long) matrix.height(), matrix.width() / block, block * matrix.bits() / 8), matrix.offset());
		return this.store.graph()
			.apply("MatMulNBits", OnnxGraph.MICROSOFT, output, inputs(input, codes, matrix),
					OnnxAttribute.of("K", matrix.width()), OnnxAttribute.of("N", matrix.height()),
					OnnxAttribute.of("accuracy_level", 4), OnnxAttribute.of("bits", matrix.bits()),
					OnnxAttribute.of("block_size", block));
	}

	@Override
	public String rows(String output, String indices, StoredMatrix matrix) {
		// MatMulNBits wants three dimensions and consumes its copy when it packs it; the
		// same bytes under a second name stay mapped, and only the rows in use resident.
		String table = this.store.external(matrix.name() + ".rows", OnnxType.UINT8,
				List.of((long) matrix.height(), (long) matrix.width() * matrix.bits() / 8), matrix.offset());
		return this.store.graph()
			.apply("GatherBlockQuantized", OnnxGraph.MICROSOFT, output, inputs(table, indices, matrix),
					OnnxAttribute.of("bits", matrix.bits()), OnnxAttribute.of("block_size", block(matrix)),
					OnnxAttribute.of("gather_axis", 0), OnnxAttribute.of("quantize_axis", 1));
	}

	private List<String> inputs(String first, String second, StoredMatrix matrix) {
		List<String> inputs = new ArrayList<>(List.of(first, second, matrix.name() + ".scales"));
		if (!this.options.symmetric()) {
			inputs.add(matrix.name() + ".zero_points");
		}
		return inputs;
	}

	private int block(StoredMatrix matrix) {
		return this.blockSizes.computeIfAbsent(matrix.width(), this::blockFor);
	}

	@Override
	public Map<Integer, Integer> blockSizes() {
		return Collections.unmodifiableMap(this.blockSizes);
	}

	@Override
	public void requireComplete() {
		this.eightBit.requireAllUsed();
	}

}
