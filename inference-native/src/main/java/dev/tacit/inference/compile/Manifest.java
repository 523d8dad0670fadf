/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import dev.tacit.inference.json.JsonLimits;
import dev.tacit.inference.json.JsonObject;
import dev.tacit.inference.model.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * What a cache entry holds: the sizes and digests of its files, and what they were made
 * from. Written last, so an entry without it is none.
 */
record Manifest(String key, int contextLength, Map<Integer, Integer> blockSizes, Map<String, Long> sizes,
		Map<String, String> digests) {

	static final String NAME = "manifest.json";

	private static final int MAX_BYTES = 64 * 1024;

	static Manifest describe(Path entry, String key, int contextLength, Map<Integer, Integer> blockSizes)
			throws IOException {
		Map<String, Long> sizes = new TreeMap<>();
		Map<String, String> digests = new TreeMap<>();
		for (String name : new String[] { ModelCompiler.GRAPH, ModelCompiler.WEIGHTS }) {
			sizes.put(name, Files.size(entry.resolve(name)));
			digests.put(name, Sha256.of(entry.resolve(name), (bytes) -> {
			}));
		}
		return new Manifest(key, contextLength, blockSizes, sizes, digests);
	}

	/** The manifest of an entry whose files are exactly those it describes, or null. */
	static @Nullable Manifest readValid(Path entry, String key, LongConsumer read) {
		try {
			Manifest manifest = read(entry.resolve(NAME));
			return (manifest != null && manifest.key.equals(key) && manifest.matches(entry, read)) ? manifest : null;
		}
		catch (IOException | JsonException | NumberFormatException ex) {
			// Whatever is wrong with an entry, it is made anew.
			return null;
		}
	}

	private static @Nullable Manifest read(Path file) throws IOException {
		if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
			return null;
		}
		JsonObject json = Json.parseObject(Files.readString(file), new JsonLimits(MAX_BYTES, 8));
		Map<Integer, Integer> blockSizes = new TreeMap<>();
		JsonObject blocks = json.object("blockSizes");
		for (String width : blocks.names()) {
			blockSizes.put(Integer.valueOf(width), blocks.intValue(width));
		}
		Map<String, Long> sizes = new TreeMap<>();
		Map<String, String> digests = new TreeMap<>();
		JsonObject files = json.object("files");
		for (String name : files.names()) {
			sizes.put(name, files.object(name).integer("size"));
			digests.put(name, files.object(name).string("sha256"));
		}
		return new Manifest(json.string("key"), json.intValue("contextLength"), blockSizes, sizes, digests);
	}

	private boolean matches(Path entry, LongConsumer read) throws IOException {
		for (String name : new String[] { ModelCompiler.GRAPH, ModelCompiler.WEIGHTS }) {
			Path file = entry.resolve(name);
			Long size = this.sizes.get(name);
			if (size == null || !Files.isRegularFile(file) || Files.size(file) != size
					|| !Sha256.of(file, read).equals(this.digests.get(name))) {
				return false;
			}
		}
		return true;
	}

	/** One digest of graph and weights. */
	String digest() {
		StringBuilder lines = new StringBuilder();
		this.digests.forEach((name, digest) -> lines.append(digest).append("  ").append(name).append('\n'));
		return Sha256.of(lines.toString());
	}

	void write(Path file) throws IOException {
		Map<String, Object> files = new LinkedHashMap<>();
		this.digests.forEach((name, digest) -> {
			Map<String, Object> entry = new LinkedHashMap<>();
			entry.put("size", this.sizes.getOrDefault(name, 0L));
			entry.put("sha256", digest);
			files.put(name, entry);
		});
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("key", this.key);
		json.put("contextLength", this.contextLength);
		json.put("blockSizes", new TreeMap<>(this.blockSizes));
		json.put("files", files);
		Files.writeString(file, Json.write(json));
	}

}
