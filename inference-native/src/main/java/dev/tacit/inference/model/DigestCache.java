/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import dev.tacit.inference.json.JsonLimits;
import dev.tacit.inference.json.JsonObject;

/**
 * Remembers the digest of a file by its real path, size and modification time, so that a
 * start need not read gigabytes again. One small JSON file; whatever is wrong with it
 * means that digests are computed, never that opening fails. A file that changed in both
 * content and clock-faithful metadata is caught by the next full verification only.
 */
final class DigestCache {

	private static final String NAME = "digests.json";

	private static final int MAX_ENTRIES = 256;

	private final Path file;

	private final LinkedHashMap<String, Map<String, Object>> entries = new LinkedHashMap<>();

	DigestCache(Path directory) {
		this.file = directory.resolve(NAME);
		load();
	}

	String digest(Path model, long size, java.util.function.LongConsumer read) throws IOException {
		String key = model.toRealPath().toString();
		long modified = Files.getLastModifiedTime(model).to(java.util.concurrent.TimeUnit.NANOSECONDS);
		Map<String, Object> known = this.entries.get(key);
		if (known != null && Long.valueOf(size).equals(known.get("size"))
				&& Long.valueOf(modified).equals(known.get("modified")) && known.get("sha256") instanceof String digest
				&& digest.matches("[0-9a-f]{64}")) {
			read.accept(size);
			return digest;
		}
		String digest = Sha256.of(model, read);
		Map<String, Object> entry = new HashMap<>();
		entry.put("size", size);
		entry.put("modified", modified);
		entry.put("sha256", digest);
		this.entries.remove(key);
		this.entries.put(key, entry);
		return digest;
	}

	private void load() {
		try {
			if (!Files.isRegularFile(this.file) || Files.size(this.file) > 1 << 20) {
				return;
			}
			JsonObject json = Json.parseObject(Files.readString(this.file), new JsonLimits(1 << 20, 4));
			for (String name : json.names()) {
				JsonObject entry = json.object(name);
				this.entries.put(name, Map.of("size", entry.integer("size"), "modified", entry.integer("modified"),
						"sha256", entry.string("sha256")));
			}
		}
		catch (IOException | JsonException ex) {
			this.entries.clear();
		}
	}

	/** Best effort: a cache directory may be a read-only part of an image. */
	void save() {
		List<String> names = List.copyOf(this.entries.keySet());
		names.subList(0, Math.max(0, names.size() - MAX_ENTRIES)).forEach(this.entries::remove);
		try {
			Path directory = this.file.toAbsolutePath().getParent();
			Files.createDirectories(directory);
			Path temporary = Files.createTempFile(directory, NAME, ".tmp");
			try {
				Files.writeString(temporary, Json.write(this.entries));
				Files.move(temporary, this.file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
			}
			finally {
				Files.deleteIfExists(temporary);
			}
		}
		catch (IOException ex) {
			this.entries.clear();
		}
	}

}
