/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import org.jspecify.annotations.Nullable;

/**
 * Wraps the data keys of a ledger. By default the ledger does this with a key from its
 * key file; a key management service is attached by implementing this. Thread-safe.
 */
public interface KeyEncryption {

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
