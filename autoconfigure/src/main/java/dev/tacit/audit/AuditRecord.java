/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * One chained header. Its hash is SHA-256 over this binary form, big-endian:
 *
 * <pre>
 * text("tacit-audit-record") int(format) text(chainId) long(sequence) text(recordId)
 * text(phase) text(requestId) text(parentId) long(timeMillis) text(bootId) text(actorRef)
 * text(conversationRef) text(facts) text(payloadHash) text(previousHash)
 * text(x) = int(number of UTF-8 bytes) bytes, or int(-1) for an absent value
 * </pre>
 *
 * @param chainId name of the chain
 * @param sequence place in the chain, from 0
 * @param recordId id of the record
 * @param phase what it tells
 * @param requestId id of the request
 * @param parentId id of a request this one belongs to
 * @param timeMillis time of the record, milliseconds since 1970 UTC
 * @param bootId id of the process that wrote it
 * @param actorRef keyed hash of the actor's id
 * @param conversationRef keyed hash of the conversation's id
 * @param facts JSON object of plain facts
 * @param payloadHash SHA-256 over key id, nonce and ciphertext of the content
 * @param previousHash hash of the record before, 64 zeros for the first
 */
public record AuditRecord(String chainId, long sequence, String recordId, String phase, String requestId,
		@Nullable String parentId, long timeMillis, String bootId, String actorRef, @Nullable String conversationRef,
		String facts, String payloadHash, String previousHash) {

	/** Version of the binary form. */
	static final int FORMAT = 1;

	static final String NO_HASH = "0".repeat(64);

	/**
	 * Hash of this record.
	 * @return 64 hexadecimal digits
	 */
	public String hash() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			text(out, "tacit-audit-record");
			out.writeInt(FORMAT);
			text(out, this.chainId);
			out.writeLong(this.sequence);
			text(out, this.recordId);
			text(out, this.phase);
			text(out, this.requestId);
			text(out, this.parentId);
			out.writeLong(this.timeMillis);
			text(out, this.bootId);
			text(out, this.actorRef);
			text(out, this.conversationRef);
			text(out, this.facts);
			text(out, this.payloadHash);
			text(out, this.previousHash);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return sha256(bytes.toByteArray());
	}

	private static void text(DataOutputStream out, @Nullable String value) throws IOException {
		if (value == null) {
			out.writeInt(-1);
			return;
		}
		byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
		out.writeInt(bytes.length);
		out.write(bytes);
	}

	static String payloadHash(LedgerKeys.Sealed sealed) {
		byte[] keyId = sealed.keyId().getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.write(keyId.length);
		bytes.writeBytes(keyId);
		bytes.write(sealed.nonce().length);
		bytes.writeBytes(sealed.nonce());
		bytes.writeBytes(sealed.ciphertext());
		return sha256(bytes.toByteArray());
	}

	/** Binds content to its place: it cannot be moved to another record. */
	static byte[] associatedData(String chainId, long sequence, String recordId) {
		return (chainId + "\n" + sequence + "\n" + recordId).getBytes(StandardCharsets.UTF_8);
	}

	private static String sha256(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
