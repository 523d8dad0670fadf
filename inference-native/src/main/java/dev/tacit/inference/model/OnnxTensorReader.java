/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Checks stored tensors: sizes agree with shapes, and what lies outside the graph lies in
 * a plain file beside it, within its bounds. Anything else would let a download read any
 * file of this machine, or crash the process that maps it.
 */
final class OnnxTensorReader {

	private static final String PLAIN_NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}";

	private static final int MAX_TENSORS = 200_000;

	private static final int MAX_RANK = 8;

	private final Path graph;

	private final Map<String, Long> fileSizes = new HashMap<>();

	private final Set<Path> files = new LinkedHashSet<>();

	private int count;

	OnnxTensorReader(Path graph) {
		this.graph = graph;
	}

	Set<Path> files() {
		return this.files;
	}

	/**
	 * A tensor.
	 *
	 * @param name may be empty
	 * @param shape the dimensions
	 */
	record Tensor(String name, List<Long> shape) {
	}

	Tensor read(ProtoReader tensor) {
		if (++this.count > MAX_TENSORS) {
			throw refuse("it stores more than " + MAX_TENSORS + " tensors");
		}
		List<Long> shape = new ArrayList<>();
		Map<String, String> external = new HashMap<>();
		String name = "";
		long type = 0;
		long inline = -1;
		boolean outside = false;
		for (int field = tensor.next(); field != 0; field = tensor.next()) {
			switch (field) {
				case 1 -> integers(tensor, shape);
				case 2 -> type = tensor.integer();
				case 8 -> name = tensor.text();
				case 9 -> inline = tensor.length();
				case 13 -> entry(tensor.message(), external);
				case 14 -> outside = tensor.integer() == 1;
				default -> {
				}
			}
		}
		long bytes = bytes(name, type, shape);
		if (outside || !external.isEmpty()) {
			requireInside(name, external, bytes);
		}
		else if (inline >= 0 && inline != bytes) {
			throw refuse("the tensor '" + SafetensorsFile.printable(name) + "' does not have the size of its shape");
		}
		return new Tensor(name, shape);
	}

	private long bytes(String name, long number, List<Long> shape) {
		if (number == 8) {
			// Texts, which only carry notes; they have no size of their own.
			return -1;
		}
		ElementType type = ElementType.of(number);
		try {
			if (type != null && shape.size() <= MAX_RANK && shape.stream().allMatch((dimension) -> dimension >= 0)) {
				return type.bytes(shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact));
			}
		}
		catch (ArithmeticException ex) {
			// Told below, as every other impossible shape.
		}
		throw refuse("the tensor '" + SafetensorsFile.printable(name) + "' has a shape or a type that no model has");
	}

	private static void integers(ProtoReader tensor, List<Long> into) {
		if (!tensor.isBytes()) {
			into.add(tensor.integer());
		}
		else {
			ProtoReader packed = tensor.message();
			while (!packed.atEnd() && into.size() <= MAX_RANK) {
				into.add(packed.packed());
			}
		}
	}

	private static void entry(ProtoReader pair, Map<String, String> into) {
		String key = "";
		String value = "";
		for (int field = pair.next(); field != 0; field = pair.next()) {
			switch (field) {
				case 1 -> key = pair.text();
				case 2 -> value = pair.text();
				default -> {
				}
			}
		}
		into.put(key, value);
	}

	private void requireInside(String name, Map<String, String> external, long bytes) {
		String location = external.getOrDefault("location", "");
		if (!location.matches(PLAIN_NAME)) {
			throw refuse("its weights are said to lie in another folder, or nowhere");
		}
		long size = this.fileSizes.computeIfAbsent(location, this::sizeOf);
		long offset = number(external.get("offset"), 0);
		long length = number(external.get("length"), bytes);
		if (bytes < 0 || length != bytes) {
			throw refuse("the tensor '" + SafetensorsFile.printable(name) + "' does not have the size of its shape");
		}
		if (offset > size - length) {
			throw new ModelFolderException(this.graph.resolveSibling(location), "it has " + size
					+ " bytes and the graph reads beyond them; the download was cut off, start it again");
		}
	}

	private long sizeOf(String location) {
		Path file = this.graph.resolveSibling(location);
		if (!Files.isRegularFile(file)) {
			throw new ModelFolderException(file,
					"the file is missing; the graph keeps weights in it, download it beside the graph");
		}
		this.files.add(file);
		return FolderFile.size(file);
	}

	private long number(@Nullable String text, long otherwise) {
		if (text == null) {
			return otherwise;
		}
		if (!text.matches("[0-9]{1,18}")) {
			throw refuse("a place of its weights is no number");
		}
		return Long.parseLong(text);
	}

	private ModelFolderException refuse(String reason) {
		return new ModelFolderException(this.graph, reason + "; the graph is damaged, download it again");
	}

}
