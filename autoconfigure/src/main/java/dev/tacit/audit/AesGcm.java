/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/** AES-256-GCM with random nonces. One key seals far less than 2^32 texts. */
final class AesGcm {

	static final int NONCE_BYTES = 12;

	static final int KEY_BYTES = 32;

	private static final SecureRandom RANDOM = new SecureRandom();

	private AesGcm() {
	}

	static byte[] randomBytes(int length) {
		byte[] bytes = new byte[length];
		RANDOM.nextBytes(bytes);
		return bytes;
	}

	static byte[] encrypt(byte[] key, byte[] nonce, byte[] plain, byte[] associated) {
		try {
			return cipher(Cipher.ENCRYPT_MODE, key, nonce, associated).doFinal(plain);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JDK has AES-GCM", null);
		}
	}

	/** The plain bytes, or {@code null} if key, place or bytes are not the right ones. */
	static byte @Nullable [] decrypt(byte[] key, byte[] nonce, byte[] ciphertext, byte[] associated) {
		try {
			return cipher(Cipher.DECRYPT_MODE, key, nonce, associated).doFinal(ciphertext);
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			return null;
		}
	}

	/** Nonce and ciphertext, joined. */
	static byte[] seal(byte[] key, byte[] plain, byte[] associated) {
		byte[] nonce = randomBytes(NONCE_BYTES);
		byte[] ciphertext = encrypt(key, nonce, plain, associated);
		byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + ciphertext.length);
		System.arraycopy(ciphertext, 0, sealed, NONCE_BYTES, ciphertext.length);
		return sealed;
	}

	static byte @Nullable [] unseal(byte[] key, byte[] sealed, byte[] associated) {
		if (sealed.length < NONCE_BYTES) {
			return null;
		}
		return decrypt(key, Arrays.copyOf(sealed, NONCE_BYTES), Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length),
				associated);
	}

	private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] associated)
			throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
		cipher.updateAAD(associated);
		return cipher;
	}

}
