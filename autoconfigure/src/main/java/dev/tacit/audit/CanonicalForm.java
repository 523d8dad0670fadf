/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * The binary form under every hash of the ledger: big-endian numbers, and byte strings
 * with their length in front, so that no two different values have one form. It begins
 * with a domain, so that no value of one kind passes for another.
 */
final class CanonicalForm {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

	private CanonicalForm() {
	}

	static CanonicalForm of(String domain) {
		return new CanonicalForm().text(domain);
	}

	CanonicalForm integer(int value) {
		this.bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
		return this;
	}

	CanonicalForm number(long value) {
		this.bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
		return this;
	}

	CanonicalForm text(@Nullable String value) {
		return (value != null) ? bytes(value.getBytes(StandardCharsets.UTF_8)) : integer(-1);
	}

	CanonicalForm bytes(byte[] value) {
		integer(value.length);
		this.bytes.writeBytes(value);
		return this;
	}

	byte[] toBytes() {
		return this.bytes.toByteArray();
	}

	String sha256() {
		return Sha256.hex(toBytes());
	}

}
