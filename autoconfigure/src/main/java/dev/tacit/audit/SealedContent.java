/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

/**
 * Encrypted content as it is stored.
 *
 * @param keyId data key it is sealed with
 * @param nonce nonce of AES-GCM
 * @param ciphertext ciphertext and tag
 */
record SealedContent(String keyId, byte[] nonce, byte[] ciphertext) {

	/** What the chain covers in the content's stead. */
	String hash() {
		return CanonicalForm.of("tacit-audit-payload")
			.text(this.keyId)
			.bytes(this.nonce)
			.bytes(this.ciphertext)
			.sha256();
	}

	@Override
	public String toString() {
		return "SealedContent[" + this.ciphertext.length + " bytes]";
	}

}
