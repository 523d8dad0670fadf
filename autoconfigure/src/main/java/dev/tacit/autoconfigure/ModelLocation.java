/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ResourceUtils;

/**
 * Turns {@code tacit.model.location} into a folder. A folder inside a jar is copied below
 * the cache directory once, under the digest of its contents, because the engine reads
 * files.
 */
final class ModelLocation {

	private static final String CLASSPATH = ResourceUtils.CLASSPATH_URL_PREFIX;

	private final Path cacheDirectory;

	ModelLocation(Path cacheDirectory) {
		this.cacheDirectory = cacheDirectory;
	}

	Path resolve(String location) {
		if (!location.startsWith(CLASSPATH)) {
			String path = location.startsWith("file:") ? location.substring("file:".length()) : location;
			return Path.of(path);
		}
		String folder = location.substring(CLASSPATH.length()).replaceAll("^/+|/+$", "");
		try {
			return extract(location, folder);
		}
		catch (IOException ex) {
			throw new ModelLocationException(location, "The model could not be copied from the class path to "
					+ this.cacheDirectory + "; check that the folder is writable or set tacit.model.cache-directory");
		}
	}

	private Path extract(String location, String folder) throws IOException {
		Map<String, Resource> files = new TreeMap<>();
		for (Resource resource : new PathMatchingResourcePatternResolver()
			.getResources("classpath*:" + folder + "/*")) {
			String name = resource.getFilename();
			if (name != null && resource.isReadable()) {
				files.putIfAbsent(name, resource);
			}
		}
		if (files.isEmpty()) {
			throw new ModelLocationException(location, "The class path has no folder " + folder
					+ " with files in it; check tacit.model.location and the dependency that brings the model");
		}
		Path target = this.cacheDirectory.resolve("classpath")
			.resolve(digest(files))
			.resolve(folder.substring(folder.lastIndexOf('/') + 1));
		if (!Files.isDirectory(target)) {
			copy(files, target);
		}
		return target;
	}

	private static String digest(Map<String, Resource> files) throws IOException {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			byte[] buffer = new byte[1 << 16];
			for (Map.Entry<String, Resource> file : files.entrySet()) {
				digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
				digest.update((byte) 0);
				try (InputStream content = file.getValue().getInputStream()) {
					for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
						digest.update(buffer, 0, read);
					}
				}
			}
			return HexFormat.of().formatHex(digest.digest(), 0, 16);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

	/**
	 * Copies to a temporary folder first: a half copied model never has the final name.
	 */
	private static void copy(Map<String, Resource> files, Path target) throws IOException {
		Files.createDirectories(target.getParent());
		Path temporary = Files.createTempDirectory(target.getParent(), "copy-");
		try {
			for (Map.Entry<String, Resource> file : files.entrySet()) {
				try (InputStream content = file.getValue().getInputStream()) {
					Files.copy(content, temporary.resolve(file.getKey()), StandardCopyOption.REPLACE_EXISTING);
				}
			}
			Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			if (!Files.isDirectory(target)) {
				throw ex;
			}
			// Another process was faster; its copy has the same digest.
		}
		finally {
			for (String name : files.keySet()) {
				Files.deleteIfExists(temporary.resolve(name));
			}
			Files.deleteIfExists(temporary);
		}
	}

}
