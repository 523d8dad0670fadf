/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** SHA-256 in lower-case hexadecimal, of texts and of files of any size. */
public final class Sha256 {

	private static final int BUFFER_BYTES = 1 << 20;

	private Sha256() {
	}

	/**
	 * The digest of a text in UTF-8.
	 * @param text the text
	 * @return 64 hexadecimal digits
	 */
	public static String of(String text) {
		return HexFormat.of().formatHex(algorithm().digest(text.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * The digest of a file.
	 * @param file the file
	 * @param read hears the bytes of each step
	 * @return 64 hexadecimal digits
	 * @throws IOException if the file cannot be read
	 */
	public static String of(Path file, LongConsumer read) throws IOException {
		MessageDigest digest = algorithm();
		byte[] buffer = new byte[BUFFER_BYTES];
		try (InputStream in = Files.newInputStream(file)) {
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				digest.update(buffer, 0, count);
				read.accept(count);
			}
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	private static MessageDigest algorithm() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
