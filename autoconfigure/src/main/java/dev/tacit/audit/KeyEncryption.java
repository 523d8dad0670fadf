/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Wraps the data keys of a ledger. By default the ledger does this with a key from its
 * key file; a key management service is attached by implementing this and, in a Spring
 * application, making it a bean. Thread-safe.
 */
public interface KeyEncryption {

	/**
	 * Wraps with keys that are given to the process, from its environment for example.
	 * @param keys keys of 32 bytes in Base64: the one that wraps first, then earlier ones
	 * that still open what they wrapped
	 * @return the encryption
	 * @throws LedgerOpenException if one of them is no such key, or there is none
	 */
	static KeyEncryption withKeys(List<String> keys) {
		return GivenKeys.of(keys);
	}

	/**
	 * Key that {@link #wrap} uses now.
	 * @return an id of at most 64 characters, no secret
	 */
	String currentKeyId();

	/**
	 * Encrypts a data key.
	 * @param plain the data key
	 * @param context must be given again to unwrap
	 * @return the wrapped key
	 */
	byte[] wrap(byte[] plain, byte[] context);

	/**
	 * Decrypts a data key.
	 * @param keyId key that wrapped it
	 * @param wrapped the wrapped key
	 * @param context as it was wrapped
	 * @return the data key, {@code null} if this key is missing or is not the right one
	 */
	byte @Nullable [] unwrap(String keyId, byte[] wrapped, byte[] context);

}
