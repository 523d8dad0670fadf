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
import java.util.Locale;
import java.util.stream.Stream;

/** What lies in a folder, and, where it is no checkpoint, which door is the right one. */
final class FolderSurvey {

	private static final int MAX_ENTRIES = 10_000;

	private final Path folder;

	private final List<Path> entries;

	private FolderSurvey(Path folder, List<Path> entries) {
		this.folder = folder;
		this.entries = entries;
	}

	static FolderSurvey of(Path folder) {
		if (!Files.exists(folder)) {
			throw new ModelFolderException(folder,
					"there is no such folder; download a model folder and give its path");
		}
		if (!Files.isDirectory(folder)) {
			throw new ModelFolderException(folder, fileAdvice(folder));
		}
		try (Stream<Path> listing = Files.list(folder)) {
			List<Path> entries = listing.limit(MAX_ENTRIES + 1L).sorted(Comparator.naturalOrder()).toList();
			if (entries.size() > MAX_ENTRIES) {
				throw new ModelFolderException(folder,
						"it holds more than " + MAX_ENTRIES + " entries; give the folder of one model");
			}
			return new FolderSurvey(folder, entries);
		}
		catch (IOException | java.io.UncheckedIOException ex) {
			throw new ModelFolderException(folder, "the folder cannot be listed; check its permissions", ex);
		}
	}

	private static String fileAdvice(Path file) {
		if (nameOf(file).endsWith(".onnx")) {
			return "this is a graph; give the folder of the package, with its tokenizer.json";
		}
		if (nameOf(file).endsWith(".gguf")) {
			return "this is a GGUF file for llama.cpp; give the folder of the original checkpoint with config.json"
					+ " and model.safetensors";
		}
		return "this is a file; give the folder that holds config.json and model.safetensors";
	}

	/** Throws unless there are weights in one of the two forms. */
	void requireWeights() {
		if (!Checkpoint.existsIn(this.folder) && !OnnxVariants.existIn(this.folder)) {
			throw new ModelFolderException(this.folder, withoutWeights());
		}
	}

	void require(String name) {
		if (!has(name)) {
			throw new ModelFolderException(this.folder.resolve(name),
					"the file is missing beside the weights; download the whole model folder");
		}
	}

	private String withoutWeights() {
		if (has("adapter_config.json") || has("adapter_model.safetensors")) {
			return "this is a LoRA adapter without its model; merge it into the base checkpoint and give that folder";
		}
		if (hasSuffix(".gguf")) {
			return "this folder holds GGUF files for llama.cpp; give the folder of the original checkpoint with"
					+ " config.json and model.safetensors";
		}
		if (Files.isDirectory(this.folder.resolve("onnx")) || hasSuffix(".onnx")) {
			return "this looks like an ONNX package, but no graph of the form model*.onnx is in it; download the whole"
					+ " package, or the checkpoint with model.safetensors";
		}
		if (hasSuffix(".bin") || hasSuffix(".pt") || hasSuffix(".pth")) {
			return "the weights are pickled, a format that can run code; take the revision with model.safetensors";
		}
		if (hasSuffix(".safetensors")) {
			return "the weights are not named model.safetensors and model.safetensors.index.json is missing; download"
					+ " the whole model folder";
		}
		if (has("tokenizer.json") || has("tokenizer_config.json")) {
			return "this folder holds a tokenizer but no weights; download model.safetensors too";
		}
		return "this is no model folder: config.json and model.safetensors are missing; give the folder of a Hugging"
				+ " Face checkpoint of LFM2";
	}

	boolean has(String name) {
		return Files.isRegularFile(this.folder.resolve(name));
	}

	private boolean hasSuffix(String suffix) {
		return this.entries.stream().anyMatch((entry) -> nameOf(entry).endsWith(suffix));
	}

	/** The files this engine reads, in a fixed order. */
	List<ModelFile> files(ModelSource source) {
		List<String> names = new ArrayList<>(List.of("config.json", GenaiConfig.NAME, "generation_config.json",
				"tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja"));
		names.removeIf((name) -> !has(name));
		// With slashes on every system, so that a digest is the same everywhere.
		source.files().forEach((file) -> names.add(this.folder.relativize(file).toString().replace('\\', '/')));
		return names.stream().map((name) -> new ModelFile(name, FolderFile.size(this.folder.resolve(name)))).toList();
	}

	private static String nameOf(Path path) {
		return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
	}

}
