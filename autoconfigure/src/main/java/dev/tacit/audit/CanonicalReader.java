/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Reads the binary form of a record back. */
final class CanonicalReader {

	private final ByteBuffer bytes;

	private CanonicalReader(byte[] canonical) {
		this.bytes = ByteBuffer.wrap(canonical);
	}

	static Optional<AuditRecord> record(byte[] canonical) {
		try {
			CanonicalReader in = new CanonicalReader(canonical);
			if (!"tacit-audit-record".equals(in.text())) {
				return Optional.empty();
			}
			AuditRecord record = new AuditRecord(in.bytes.getInt(), in.required(), in.bytes.getLong(), in.required(),
					in.required(), in.required(), in.text(), in.bytes.getLong(), in.required(), in.required(),
					in.required(), in.text(), in.required(), in.required(), in.required(), in.required(),
					in.required());
			return Arrays.equals(record.canonical(), canonical) ? Optional.of(record) : Optional.empty();
		}
		catch (BufferUnderflowException | IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private String required() {
		String text = text();
		if (text == null) {
			throw new IllegalArgumentException("A value is missing");
		}
		return text;
	}

	private @Nullable String text() {
		int length = this.bytes.getInt();
		if (length == -1) {
			return null;
		}
		if (length < 0 || length > this.bytes.remaining()) {
			throw new IllegalArgumentException("A length is wrong");
		}
		byte[] text = new byte[length];
		this.bytes.get(text);
		return new String(text, StandardCharsets.UTF_8);
	}

}
