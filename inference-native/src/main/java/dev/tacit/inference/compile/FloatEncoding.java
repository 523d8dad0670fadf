/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

import dev.tacit.inference.model.WeightTensor;

/** Matrices as 32-bit floats, in the checkpoint's own [outputs, inputs] layout. */
final class FloatEncoding implements MatrixEncoding {

	private static final int PIECE_ELEMENTS = 1 << 20;

	private final WeightStore store;

	private final OrderedWork work;

	private final LongConsumer progress;

	FloatEncoding(WeightStore store, OrderedWork work, LongConsumer progress) {
		this.store = store;
		this.work = work;
		this.progress = progress;
	}

	@Override
	public StoredMatrix store(String name, List<WeightTensor> parts) throws IOException {
		try (MatrixRows rows = MatrixRows.open(parts)) {
			int height = rows.height();
			int width = rows.width();
			int step = Math.max(1, PIECE_ELEMENTS / width);
			long offset = this.store.file().begin();
			this.work.run((height + step - 1) / step,
					(piece) -> () -> rows.read(piece * step, Math.min(step, height - piece * step)), (values) -> {
						this.store.file().write(values, values.length);
						this.progress.accept((long) values.length * parts.get(0).type().bytes());
					});
			return new StoredMatrix(name, height, width, offset, Float.SIZE);
		}
	}

	@Override
	public String multiply(String output, String input, StoredMatrix matrix) {
		String weights = this.store.external(matrix.name(), OnnxType.FLOAT,
				List.of((long) matrix.height(), (long) matrix.width()), matrix.offset());
		return this.store.graph()
			.apply("FusedMatMul", OnnxGraph.MICROSOFT, output, List.of(input, weights), OnnxAttribute.of("transB", 1));
	}

	@Override
	public String rows(String output, String indices, StoredMatrix matrix) {
		// The same bytes under a second name, so that packing one leaves the other alone.
		String table = this.store.external(matrix.name() + ".rows", OnnxType.FLOAT,
				List.of((long) matrix.height(), (long) matrix.width()), matrix.offset());
		return this.store.graph().apply("Gather", OnnxGraph.ONNX, output, List.of(table, indices));
	}

	@Override
	public Map<Integer, Integer> blockSizes() {
		return Map.of();
	}

}
