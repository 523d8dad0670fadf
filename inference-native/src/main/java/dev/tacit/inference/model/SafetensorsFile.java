/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import dev.tacit.inference.json.JsonLimits;
import dev.tacit.inference.json.JsonObject;

/**
 * The header of a safetensors file, checked in full. The layout: eight bytes little
 * endian with the length of a JSON header, the header, then the data that the header's
 * offsets partition without hole or overlap.
 */
final class SafetensorsFile {

	private static final int MAX_HEADER = 16 << 20;

	private static final int MAX_RANK = 8;

	private final Path file;

	private SafetensorsFile(Path file) {
		this.file = file;
	}

	static Map<String, WeightTensor> read(Path file) {
		return new SafetensorsFile(file).tensors();
	}

	private Map<String, WeightTensor> tensors() {
		long size = FolderFile.size(this.file);
		if (size < 8) {
			throw refuse("it has " + size + " bytes, less than a safetensors header");
		}
		long header = ByteBuffer.wrap(FolderFile.bytes(this.file, 0, 8, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
		if (header < 2 || header > MAX_HEADER) {
			throw refuse("its header length is not between 2 and " + MAX_HEADER);
		}
		if (header > size - 8) {
			throw refuse("its header of " + header + " bytes does not fit the " + size + " bytes of the file");
		}
		String text = FolderFile.decode(this.file, FolderFile.bytes(this.file, 8, header, MAX_HEADER));
		try {
			return entries(Json.parseObject(text, new JsonLimits(MAX_HEADER, 8)), 8 + header, size - 8 - header);
		}
		catch (JsonException ex) {
			throw new ModelFolderException(this.file,
					"the safetensors header is malformed (" + ex.getMessage() + "); download the file again", ex);
		}
	}

	private Map<String, WeightTensor> entries(JsonObject header, long dataStart, long dataSize) {
		Map<String, WeightTensor> tensors = new LinkedHashMap<>();
		List<long[]> spans = new ArrayList<>();
		for (String name : header.names()) {
			if (name.equals("__metadata__")) {
				continue;
			}
			JsonObject entry = header.object(name);
			DataType type = type(name, entry.string("dtype"));
			List<Long> shape = integers(entry, "shape");
			List<Long> offsets = integers(entry, "data_offsets");
			if (offsets.size() != 2 || offsets.get(0) > offsets.get(1) || offsets.get(1) > dataSize) {
				throw refuse("the offsets of the tensor '" + printable(name) + "' do not lie within the file");
			}
			if (shape.size() > MAX_RANK || bytes(name, type, shape) != offsets.get(1) - offsets.get(0)) {
				throw refuse("the shape of the tensor '" + printable(name) + "' does not match its offsets");
			}
			tensors.put(name, new WeightTensor(name, type, shape, this.file, dataStart + offsets.get(0)));
			spans.add(new long[] { offsets.get(0), offsets.get(1) });
		}
		requirePartition(spans, dataSize);
		return tensors;
	}

	private void requirePartition(List<long[]> spans, long dataSize) {
		spans.sort(Comparator.<long[]>comparingLong((span) -> span[0]).thenComparingLong((span) -> span[1]));
		long end = 0;
		for (long[] span : spans) {
			if (span[0] != end) {
				throw refuse((span[0] < end) ? "two of its tensors overlap" : "it has a hole between two tensors");
			}
			end = span[1];
		}
		if (end != dataSize) {
			throw refuse("its data ends at byte " + end + " of " + dataSize);
		}
	}

	private DataType type(String name, String type) {
		return switch (type) {
			case "BF16" -> DataType.BF16;
			case "F16" -> DataType.F16;
			case "F32" -> DataType.F32;
			default -> throw new ModelFolderException(this.file, "the tensor '" + printable(name) + "' has the type '"
					+ printable(type) + "'; use a checkpoint with BF16, F16 or F32 weights, not a quantised one");
		};
	}

	private List<Long> integers(JsonObject entry, String member) {
		List<Long> values = new ArrayList<>();
		for (Object item : entry.list(member)) {
			if (!(item instanceof Long value) || value < 0) {
				throw new JsonException("'" + member + "' holds something else than sizes");
			}
			values.add(value);
		}
		return values;
	}

	private long bytes(String name, DataType type, List<Long> shape) {
		try {
			long product = type.bytes();
			for (long dimension : shape) {
				product = Math.multiplyExact(product, dimension);
			}
			return product;
		}
		catch (ArithmeticException ex) {
			throw new ModelFolderException(this.file,
					"the shape of the tensor '" + printable(name) + "' exceeds every address; download the file again",
					ex);
		}
	}

	private ModelFolderException refuse(String reason) {
		return new ModelFolderException(this.file, reason + "; the file is damaged, download it again");
	}

	/** Names come from the file: keep them short and on one line. */
	static String printable(String name) {
		String plain = name.replaceAll("[^\\x20-\\x7e]", "?");
		return (plain.length() > 100) ? plain.substring(0, 100) + "..." : plain;
	}

}
