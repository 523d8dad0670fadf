/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Wraps data keys with keys that are in no file of the ledger's.
 *
 * @param currentKeyId key that wraps
 * @param keys by id
 */
record GivenKeys(String currentKeyId, Map<String, byte[]> keys) implements KeyEncryption {

	static GivenKeys of(List<String> encoded) {
		Map<String, byte[]> keys = new LinkedHashMap<>();
		for (String key : encoded) {
			byte[] bytes = decode(key);
			keys.put(KeyRing.id(bytes), bytes);
		}
		if (keys.isEmpty()) {
			throw new LedgerOpenException("No key is given that wraps; set tacit.audit.key-encryption.key", null);
		}
		return new GivenKeys(keys.keySet().iterator().next(), keys);
	}

	private static byte[] decode(String encoded) {
		byte[] key = new byte[0];
		try {
			key = Base64.getDecoder().decode(encoded.strip());
		}
		catch (IllegalArgumentException ex) {
			// What was given may be a secret all the same: it is in no message.
		}
		if (key.length != AesGcm.KEY_BYTES) {
			throw new LedgerOpenException("tacit.audit.key-encryption.key and the former keys are 32 random bytes "
					+ "each, in Base64: openssl rand -base64 32 makes one", null);
		}
		return key;
	}

	@Override
	public byte[] wrap(byte[] plain, byte[] context) {
		return AesGcm.seal(Objects.requireNonNull(this.keys.get(this.currentKeyId)), plain, context);
	}

	@Override
	public byte @Nullable [] unwrap(String keyId, byte[] wrapped, byte[] context) {
		byte[] key = this.keys.get(keyId);
		return (key != null) ? AesGcm.unseal(key, wrapped, context) : null;
	}

	@Override
	public String toString() {
		return "GivenKeys[" + this.currentKeyId + "]";
	}

}
