/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** The public half of a signing key, written as a C2SP verifier key. */
final class VerifyingKey {

	/** Name of the key in notes; keys are told apart by their hash. */
	static final String NAME = "tacit-ledger";

	/** Everything of an X.509 Ed25519 key before its 32 bytes. */
	private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

	private static final byte ED25519 = 1;

	private final byte[] key;

	VerifyingKey(byte[] key) {
		if (key.length != Sha256.BYTES) {
			throw new IllegalArgumentException("An Ed25519 key has 32 bytes");
		}
		this.key = key.clone();
	}

	/** Reads {@code name+hash+base64(1, key)}. */
	static Optional<VerifyingKey> parse(String text) {
		String[] parts = text.strip().split("\\+", 3);
		try {
			byte[] key = Base64.getDecoder().decode((parts.length == 3) ? parts[2] : "");
			if (key.length == 1 + Sha256.BYTES && key[0] == ED25519 && parts[0].equals(NAME)) {
				VerifyingKey parsed = new VerifyingKey(Arrays.copyOfRange(key, 1, key.length));
				return parsed.id().equals(parts[1]) ? Optional.of(parsed) : Optional.empty();
			}
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
		return Optional.empty();
	}

	String encoded() {
		return Base64.getEncoder().encodeToString(this.key);
	}

	byte[] hash() {
		byte[] digest = Sha256.of((NAME + "\n").getBytes(StandardCharsets.UTF_8), new byte[] { ED25519 }, this.key);
		return Arrays.copyOf(digest, 4);
	}

	String id() {
		return HexFormat.of().formatHex(hash());
	}

	boolean verifies(byte[] message, byte[] signed) {
		try {
			byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + this.key.length);
			System.arraycopy(this.key, 0, encoded, X509_PREFIX.length, this.key.length);
			PublicKey decoded = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
			Signature signature = Signature.getInstance("Ed25519");
			signature.initVerify(decoded);
			signature.update(message);
			return signature.verify(signed);
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof VerifyingKey that && Arrays.equals(this.key, that.key);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.key);
	}

	@Override
	public String toString() {
		byte[] typed = new byte[1 + this.key.length];
		typed[0] = ED25519;
		System.arraycopy(this.key, 0, typed, 1, this.key.length);
		return NAME + "+" + id() + "+" + Base64.getEncoder().encodeToString(typed);
	}

}
