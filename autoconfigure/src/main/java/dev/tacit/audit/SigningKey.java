/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** An Ed25519 key that signs checkpoints and manifests. */
final class SigningKey {

	private final PrivateKey key;

	private final VerifyingKey verifying;

	private SigningKey(PrivateKey key, VerifyingKey verifying) {
		this.key = key;
		this.verifying = verifying;
	}

	static SigningKey generate() {
		try {
			KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
			byte[] encoded = pair.getPublic().getEncoded();
			return new SigningKey(pair.getPrivate(),
					new VerifyingKey(Arrays.copyOfRange(encoded, encoded.length - Sha256.BYTES, encoded.length)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JDK since 15 has Ed25519", ex);
		}
	}

	static SigningKey parse(String privateKey, String publicKey) {
		try {
			PrivateKey key = KeyFactory.getInstance("Ed25519")
				.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(privateKey)));
			return new SigningKey(key, new VerifyingKey(Base64.getDecoder().decode(publicKey)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException("The signing key cannot be read", null);
		}
	}

	/** The private key; written to the key file and nowhere else. */
	String encodedPrivate() {
		return Base64.getEncoder().encodeToString(this.key.getEncoded());
	}

	VerifyingKey verifying() {
		return this.verifying;
	}

	byte[] sign(byte[] message) {
		try {
			Signature signature = Signature.getInstance("Ed25519");
			signature.initSign(this.key);
			signature.update(message);
			return signature.sign();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The signing key cannot sign", null);
		}
	}

}
