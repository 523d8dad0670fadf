/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** The graphs of a folder, and the choice among them. */
final class OnnxVariants {

	/**
	 * From the fastest on CPUs to what only runs there by conversion: four bits with
	 * 32-bit activations first; plain floats before eight bits, whose kernels are slower
	 * still.
	 */
	private static final List<String> PREFERENCE = List.of("q4", "q4f32", "int4", "fp32", "quantized", "q8", "int8",
			"uint8", "bnb4", "q4f16", "fp16");

	private static final int MAX_ENTRIES = 10_000;

	private OnnxVariants() {
	}

	/**
	 * A graph.
	 *
	 * @param name what follows {@code model_} in its name
	 * @param graph the file
	 */
	record Variant(String name, Path graph) {
	}

	static boolean existIn(Path folder) {
		return !all(folder).isEmpty() || Files.isRegularFile(folder.resolve(GenaiConfig.NAME));
	}

	static Variant choose(Path folder, @Nullable String wanted, @Nullable GenaiConfig genai) {
		List<Variant> all = all(folder);
		String stated = (genai != null) ? genai.graph() : null;
		if (wanted != null) {
			return all.stream()
				.filter((variant) -> variant.name().equals(wanted))
				.findFirst()
				.orElseThrow(() -> new ModelFolderException(folder,
						"there is no variant '" + SafetensorsFile.printable(wanted) + "' of the model here; "
								+ (all.isEmpty() ? "there is none at all" : "there are " + names(all))));
		}
		if (stated != null) {
			if (!stated.matches("([A-Za-z0-9_-][A-Za-z0-9._-]{0,100}/)?[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}\\.onnx")) {
				throw new ModelFolderException(folder.resolve(GenaiConfig.NAME),
						"the file name of its decoder is no graph in this folder; download it again");
			}
			Path graph = folder.resolve(stated);
			return new Variant(name(graph), graph);
		}
		return all.stream()
			.min(Comparator.comparingInt((Variant variant) -> rank(variant.name())).thenComparing(Variant::name))
			.orElseThrow(() -> new ModelFolderException(folder,
					"the folder holds no graph of the form model*.onnx; download the whole package"));
	}

	private static int rank(String name) {
		int rank = PREFERENCE.indexOf(name);
		return (rank >= 0) ? rank : PREFERENCE.size();
	}

	private static String names(List<Variant> all) {
		return all.stream().map(Variant::name).sorted().collect(Collectors.joining(", "));
	}

	private static List<Variant> all(Path folder) {
		List<Variant> all = new ArrayList<>();
		for (Path place : List.of(folder.resolve("onnx"), folder)) {
			if (Files.isDirectory(place)) {
				try (Stream<Path> files = Files.list(place)) {
					files.limit(MAX_ENTRIES)
						.filter((file) -> file.getFileName().toString().matches("model(_[A-Za-z0-9]{1,30})?\\.onnx"))
						.filter((file) -> all.stream().noneMatch((known) -> known.name().equals(name(file))))
						.forEach((file) -> all.add(new Variant(name(file), file)));
				}
				catch (IOException | java.io.UncheckedIOException ex) {
					throw new ModelFolderException(place, "the folder cannot be listed; check its permissions", ex);
				}
			}
		}
		return all;
	}

	private static String name(Path graph) {
		String name = graph.getFileName().toString().replaceFirst("\\.onnx$", "");
		return name.startsWith("model_") ? name.substring("model_".length()) : name.equals("model") ? "fp32" : name;
	}

}
