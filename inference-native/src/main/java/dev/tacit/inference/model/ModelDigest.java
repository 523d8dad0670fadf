/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a folder holds, in SHA-256.
 *
 * @param sha256 digest over the sorted lines {@code "<file digest>  <file name>\n"}, the
 * form {@code sha256sum} prints; lower-case hexadecimal
 * @param files the digest of each file by name
 */
public record ModelDigest(String sha256, Map<String, String> files) {

	public ModelDigest {
		files = Collections.unmodifiableMap(new TreeMap<>(files));
	}

	static ModelDigest of(Map<String, String> files) {
		return new ModelDigest(combined(files), files);
	}

	/**
	 * The digest over some of the files, in the same form as the whole.
	 * @param names the files to keep; names that are not here are ignored
	 * @return lower-case hexadecimal
	 */
	public String over(Collection<String> names) {
		Map<String, String> kept = new TreeMap<>(this.files);
		kept.keySet().retainAll(names);
		return combined(kept);
	}

	/**
	 * The files that are, byte for byte, known published ones.
	 * @return what each of them is, by file name
	 */
	public Map<String, String> knownFiles() {
		Map<String, String> known = new TreeMap<>();
		this.files.forEach((name, digest) -> KnownFiles.name(digest).ifPresent((origin) -> known.put(name, origin)));
		return known;
	}

	private static String combined(Map<String, String> files) {
		StringBuilder lines = new StringBuilder();
		new TreeMap<>(files).forEach((name, digest) -> lines.append(digest).append("  ").append(name).append('\n'));
		return Sha256.of(lines.toString());
	}

}
