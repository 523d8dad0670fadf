/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

/**
 * What stands for an identity, and for a subject the key of its content.
 *
 * @param alias random reference
 * @param key data key; empty for others than subjects
 * @param id the identity's name
 */
record DataKey(String alias, byte[] key, String id) {

	private static final int SALT_BYTES = 32;

	/** Seals content with a random salt in front, which makes the commitment opaque. */
	SealedContent seal(byte[] salted, byte[] place) {
		byte[] nonce = AesGcm.randomBytes(AesGcm.NONCE_BYTES);
		return new SealedContent(this.alias, nonce, AesGcm.encrypt(this.key, nonce, salted, place));
	}

	static byte[] salt() {
		return AesGcm.randomBytes(SALT_BYTES);
	}

	static String commitment(byte[] salted) {
		return CanonicalForm.of("tacit-audit-content").bytes(salted).sha256();
	}

	static int saltBytes() {
		return SALT_BYTES;
	}

	@Override
	public String toString() {
		return "DataKey[" + this.alias + "]";
	}

}
