/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import dev.tacit.inference.json.JsonLimits;
import dev.tacit.inference.json.JsonObject;

/** Bounded reading of the small files of a folder. */
final class FolderFile {

	private static final int DEPTH = 32;

	private FolderFile() {
	}

	static JsonObject json(Path file, int maxBytes) {
		String text = text(file, maxBytes);
		try {
			return Json.parseObject(text, new JsonLimits(maxBytes, DEPTH));
		}
		catch (JsonException ex) {
			throw new ModelFolderException(file,
					"the file is not the JSON expected here (" + ex.getMessage() + "); download it again", ex);
		}
	}

	static String text(Path file, int maxBytes) {
		return decode(file, bytes(file, 0, -1, maxBytes));
	}

	static String decode(Path file, byte[] bytes) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			throw new ModelFolderException(file, "the text is not UTF-8; download the file again", ex);
		}
	}

	/**
	 * Reads {@code length} bytes from a position, or the whole file if it is negative.
	 */
	static byte[] bytes(Path file, long position, long length, int maxBytes) {
		if (!Files.isRegularFile(file)) {
			throw new ModelFolderException(file, "the file is missing or is no regular file");
		}
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			long wanted = (length < 0) ? channel.size() : length;
			if (wanted > maxBytes) {
				throw new ModelFolderException(file, "it has " + wanted + " bytes where at most " + maxBytes
						+ " are expected; this is not the file its name says");
			}
			ByteBuffer buffer = ByteBuffer.allocate((int) wanted);
			while (buffer.hasRemaining()) {
				int read = channel.read(buffer, position + buffer.position());
				if (read < 0) {
					throw new ModelFolderException(file, "the file ends early; download it again");
				}
			}
			return buffer.array();
		}
		catch (IOException ex) {
			throw new ModelFolderException(file, "the file cannot be read; check its permissions", ex);
		}
	}

	static long size(Path file) {
		try {
			return Files.size(file);
		}
		catch (IOException ex) {
			throw new ModelFolderException(file, "the file cannot be read; check its permissions", ex);
		}
	}

}
