/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The binary form under every hash of the ledger: big-endian numbers, and byte strings
 * with their length in front, so that no two different values have one form. It begins
 * with a domain, so that no value of one kind passes for another.
 */
final class CanonicalForm {

	private byte[] bytes = new byte[512];

	private int length;

	private CanonicalForm() {
	}

	static CanonicalForm of(String domain) {
		return new CanonicalForm().text(domain);
	}

	CanonicalForm integer(int value) {
		room(Integer.BYTES).putInt(value);
		return this;
	}

	CanonicalForm number(long value) {
		room(Long.BYTES).putLong(value);
		return this;
	}

	CanonicalForm text(@Nullable String value) {
		return (value != null) ? bytes(value.getBytes(StandardCharsets.UTF_8)) : integer(-1);
	}

	CanonicalForm bytes(byte[] value) {
		room(Integer.BYTES + value.length).putInt(value.length).put(value);
		return this;
	}

	private ByteBuffer room(int more) {
		int from = this.length;
		this.length = Math.addExact(from, more);
		if (this.length > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, (int) Math.min(Integer.MAX_VALUE - 8, 2L * this.length));
		}
		return ByteBuffer.wrap(this.bytes, from, more);
	}

	byte[] toBytes() {
		return Arrays.copyOf(this.bytes, this.length);
	}

	String sha256() {
		return Sha256.hex(this.bytes, this.length);
	}

}
