/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over parts, and hexadecimal digits. */
final class Sha256 {

	static final int BYTES = 32;

	static final String NO_HASH = "0".repeat(2 * BYTES);

	private Sha256() {
	}

	static byte[] of(byte[]... parts) {
		MessageDigest digest = digest();
		for (byte[] part : parts) {
			digest.update(part);
		}
		return digest.digest();
	}

	private static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

	/** Hash of the first bytes of an array. */
	static String hex(byte[] bytes, int length) {
		MessageDigest digest = digest();
		digest.update(bytes, 0, length);
		return HexFormat.of().formatHex(digest.digest());
	}

	static String hex(byte[]... parts) {
		return HexFormat.of().formatHex(of(parts));
	}

	static String hex(String text) {
		return hex(text.getBytes(StandardCharsets.UTF_8));
	}

	/** The bytes of a hash, or of no hash at all when the digits are none. */
	static byte[] bytes(String hex) {
		try {
			return HexFormat.of().parseHex(hex);
		}
		catch (IllegalArgumentException ex) {
			// Tampered columns come this way; they must compare unequal, not throw.
			return new byte[0];
		}
	}

}
