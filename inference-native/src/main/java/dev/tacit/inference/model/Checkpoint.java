/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.tacit.inference.json.JsonException;
import dev.tacit.inference.json.JsonObject;

/**
 * The weights of a model: one safetensors file, or shards with an index. Immutable; holds
 * no open file and no weight.
 */
public final class Checkpoint implements ModelSource {

	static final String SINGLE = "model.safetensors";

	static final String INDEX = "model.safetensors.index.json";

	private static final int MAX_INDEX = 16 << 20;

	private static final int MAX_SHARDS = 1024;

	private final Path folder;

	private final Map<String, WeightTensor> tensors;

	private final List<Path> files;

	private Checkpoint(Path folder, Map<String, WeightTensor> tensors, List<Path> files) {
		this.folder = folder;
		this.tensors = tensors;
		this.files = List.copyOf(files);
	}

	static boolean existsIn(Path folder) {
		return Files.exists(folder.resolve(SINGLE)) || Files.exists(folder.resolve(INDEX));
	}

	static Checkpoint open(Path folder) {
		Path single = folder.resolve(SINGLE);
		if (Files.exists(single)) {
			return new Checkpoint(folder, SafetensorsFile.read(single), List.of(single));
		}
		return sharded(folder);
	}

	private static Checkpoint sharded(Path folder) {
		Path index = folder.resolve(INDEX);
		Map<String, String> shardOf = weightMap(index);
		Map<String, WeightTensor> all = new LinkedHashMap<>();
		Set<Path> files = new LinkedHashSet<>();
		files.add(index);
		for (String shard : new LinkedHashSet<>(shardOf.values())) {
			Path file = folder.resolve(shard);
			if (!Files.isRegularFile(file)) {
				throw new ModelFolderException(file, "the shard is missing; download the whole model folder");
			}
			files.add(file);
			for (WeightTensor tensor : SafetensorsFile.read(file).values()) {
				if (!shard.equals(shardOf.get(tensor.name()))) {
					throw new ModelFolderException(file,
							"the shard holds the tensor '" + SafetensorsFile.printable(tensor.name())
									+ "' that the index places elsewhere; download index and shards from one revision");
				}
				all.put(tensor.name(), tensor);
			}
		}
		for (Map.Entry<String, String> entry : shardOf.entrySet()) {
			if (!all.containsKey(entry.getKey())) {
				throw new ModelFolderException(folder.resolve(entry.getValue()),
						"the shard lacks the tensor '" + SafetensorsFile.printable(entry.getKey())
								+ "' that the index promises; download index and shards from one revision");
			}
		}
		return new Checkpoint(folder, all, List.copyOf(files));
	}

	private static Map<String, String> weightMap(Path index) {
		JsonObject json = FolderFile.json(index, MAX_INDEX);
		Map<String, String> shardOf = new TreeMap<>();
		try {
			JsonObject map = json.object("weight_map");
			for (String name : map.names()) {
				String shard = map.string(name);
				if (!shard.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}\\.safetensors")) {
					throw new ModelFolderException(index, "a shard name in it is no plain file name that ends in"
							+ " .safetensors; download the index again");
				}
				shardOf.put(name, shard);
			}
		}
		catch (JsonException ex) {
			throw new ModelFolderException(index, "the index is malformed (" + ex.getMessage() + "); download it again",
					ex);
		}
		if (shardOf.isEmpty() || Set.copyOf(shardOf.values()).size() > MAX_SHARDS) {
			throw new ModelFolderException(index,
					"the index names no shard, or more than " + MAX_SHARDS + "; download it again");
		}
		return shardOf;
	}

	String description() {
		long weights = this.tensors.values().stream().mapToLong(WeightTensor::elements).sum();
		String types = this.tensors.values()
			.stream()
			.map((tensor) -> tensor.type().name())
			.distinct()
			.sorted()
			.collect(Collectors.joining(" and "));
		return String.format(Locale.ROOT, "checkpoint with %.1f million %s weights in %d file(s)", weights / 1e6, types,
				this.files.stream().filter((file) -> !file.endsWith(INDEX)).count());
	}

	/**
	 * The names of all tensors, in the order of the files.
	 * @return the names
	 */
	public Set<String> names() {
		return java.util.Collections.unmodifiableSet(this.tensors.keySet());
	}

	/**
	 * A tensor by name.
	 * @param name the name in the checkpoint
	 * @return the tensor
	 * @throws ModelFolderException if there is none
	 */
	public WeightTensor tensor(String name) {
		WeightTensor tensor = this.tensors.get(name);
		if (tensor == null) {
			throw new ModelFolderException(this.folder, "the checkpoint lacks the tensor '"
					+ SafetensorsFile.printable(name) + "'; download the whole model folder again");
		}
		return tensor;
	}

	/**
	 * The files that hold the weights, the index included.
	 * @return the paths
	 */
	@Override
	public List<Path> files() {
		return this.files;
	}

}
