/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * The two keys of a ledger: one encrypts content (AES-256-GCM), one makes keyed hashes
 * for look-ups (HMAC-SHA256). The file holds a version line and both keys in Base64.
 */
final class LedgerKeys {

	private static final String VERSION = "tacit-ledger-keys-1";

	private static final int NONCE_BYTES = 12;

	private static final SecureRandom RANDOM = new SecureRandom();

	private final SecretKeySpec contentKey;

	private final SecretKeySpec lookupKey;

	private final String id;

	private LedgerKeys(byte[] content, byte[] lookup) {
		this.contentKey = new SecretKeySpec(content, "AES");
		this.lookupKey = new SecretKeySpec(lookup, "HmacSHA256");
		this.id = reference("key-id").substring(0, 16);
	}

	static LedgerKeys open(Path file, boolean mayCreate) {
		try {
			if (!Files.exists(file)) {
				if (!mayCreate) {
					throw new LedgerOpenException("The key file " + file.getFileName()
							+ " of this ledger is missing: restore it from its backup, or set tacit.audit.key-file",
							null);
				}
				create(file);
			}
			List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
			if (lines.size() < 3 || !VERSION.equals(lines.get(0))) {
				throw new LedgerOpenException("The file " + file.getFileName() + " is no key file of a ledger", null);
			}
			return new LedgerKeys(key(lines.get(1)), key(lines.get(2)));
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new LedgerOpenException("The key file " + file.getFileName()
					+ " cannot be read or created; check its folder and its permissions", null);
		}
	}

	private static byte[] key(String line) {
		byte[] key = Base64.getDecoder().decode(line);
		if (key.length != 32) {
			throw new IllegalArgumentException("A key has 32 bytes");
		}
		return key;
	}

	private static void create(Path file) throws IOException {
		Path folder = file.toAbsolutePath().getParent();
		if (folder != null) {
			Files.createDirectories(folder);
		}
		String text = VERSION + "\n" + randomKey() + "\n" + randomKey() + "\n";
		FileAttribute<?>[] ownerOnly = file.getFileSystem().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
		try (var channel = Files.newByteChannel(file,
				Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC), ownerOnly)) {
			channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
		}
		catch (FileAlreadyExistsException ex) {
			// Another process was faster; its keys are the ones to read.
			return;
		}
	}

	private static String randomKey() {
		byte[] key = new byte[32];
		RANDOM.nextBytes(key);
		return Base64.getEncoder().encodeToString(key);
	}

	/** Distinguishes keys; tells nothing about them. */
	String id() {
		return this.id;
	}

	/** Keyed hash for look-ups: equal texts have equal references. */
	String reference(String text) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(this.lookupKey);
			return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JDK has HMAC-SHA256", ex);
		}
	}

	Sealed seal(byte[] plain, byte[] associated) {
		byte[] nonce = new byte[NONCE_BYTES];
		RANDOM.nextBytes(nonce);
		try {
			Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
			cipher.init(Cipher.ENCRYPT_MODE, this.contentKey, new GCMParameterSpec(128, nonce));
			cipher.updateAAD(associated);
			return new Sealed(this.id, nonce, cipher.doFinal(plain));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JDK has AES-GCM", ex);
		}
	}

	/**
	 * The content, or {@code null} if it was changed, moved, or sealed with another key.
	 */
	byte @Nullable [] unseal(Sealed sealed, byte[] associated) {
		try {
			Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
			cipher.init(Cipher.DECRYPT_MODE, this.contentKey, new GCMParameterSpec(128, sealed.nonce()));
			cipher.updateAAD(associated);
			return cipher.doFinal(sealed.ciphertext());
		}
		catch (GeneralSecurityException ex) {
			return null;
		}
	}

	/** Encrypted content as it is stored. */
	record Sealed(String keyId, byte[] nonce, byte[] ciphertext) {
	}

}
