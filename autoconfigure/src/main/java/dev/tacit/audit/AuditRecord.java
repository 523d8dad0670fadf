/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.util.Map;
import java.util.Optional;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import org.jspecify.annotations.Nullable;

/**
 * One chained header. Its hash is SHA-256 over this binary form, big-endian:
 *
 * <pre>
 * text("tacit-audit-record") int(format) text(chainId) long(sequence) text(recordId)
 * text(phase) text(requestId) text(parentId) long(timeMillis) text(bootId) text(actorRef)
 * text(subjectRef) text(conversationRef) text(retention) text(facts) text(commitment)
 * text(payloadHash) text(previousHash)
 * text(x) = int(number of UTF-8 bytes) bytes, or int(-1) for an absent value
 * </pre>
 *
 * References are random numbers that stand for a person or a conversation. Which one
 * stands for whom is known to the key table alone, and erasure deletes it there.
 *
 * @param format version of the binary form
 * @param chainId name of the chain
 * @param sequence place in the chain, from 0
 * @param recordId id of the record
 * @param phase what it tells
 * @param requestId id of the request
 * @param parentId id of a request this one belongs to
 * @param timeMillis time of the record, milliseconds since 1970 UTC
 * @param bootId id of the process that wrote it
 * @param actorRef stands for the actor
 * @param subjectRef stands for the person the content is about; id of the data key
 * @param conversationRef stands for the conversation
 * @param retention retention class of the content
 * @param facts JSON object of plain facts
 * @param commitment SHA-256 over the salted content, so that a disclosed text can be
 * proven to be the recorded one
 * @param payloadHash SHA-256 over key id, nonce and ciphertext of the content
 * @param previousHash hash of the record before, 64 zeros for the first
 */
public record AuditRecord(int format, String chainId, long sequence, String recordId, String phase, String requestId,
		@Nullable String parentId, long timeMillis, String bootId, String actorRef, String subjectRef,
		@Nullable String conversationRef, String retention, String facts, String commitment, String payloadHash,
		String previousHash) {

	/** Version of the binary form that is written. */
	static final int FORMAT = 1;

	/**
	 * Hash of this record.
	 * @return 64 hexadecimal digits
	 */
	public String hash() {
		return form().sha256();
	}

	/** The bytes under the hash. */
	byte[] canonical() {
		return form().toBytes();
	}

	private CanonicalForm form() {
		return CanonicalForm.of("tacit-audit-record")
			.integer(this.format)
			.text(this.chainId)
			.number(this.sequence)
			.text(this.recordId)
			.text(this.phase)
			.text(this.requestId)
			.text(this.parentId)
			.number(this.timeMillis)
			.text(this.bootId)
			.text(this.actorRef)
			.text(this.subjectRef)
			.text(this.conversationRef)
			.text(this.retention)
			.text(this.facts)
			.text(this.commitment)
			.text(this.payloadHash)
			.text(this.previousHash);
	}

	/** The facts as they are named; none where this is no JSON object any more. */
	Map<?, ?> factsByName() {
		try {
			return (Json.parse(this.facts) instanceof Map<?, ?> named) ? named : Map.of();
		}
		catch (JsonException ex) {
			return Map.of();
		}
	}

	/** One of the facts. */
	Optional<String> fact(String name) {
		return (factsByName().get(name) instanceof String value) ? Optional.of(value) : Optional.empty();
	}

	AuditRecord at(long otherSequence) {
		return new AuditRecord(this.format, this.chainId, otherSequence, this.recordId, this.phase, this.requestId,
				this.parentId, this.timeMillis, this.bootId, this.actorRef, this.subjectRef, this.conversationRef,
				this.retention, this.facts, this.commitment, this.payloadHash, this.previousHash);
	}

	/** Binds content to its place: it cannot be moved to another record. */
	byte[] associatedData() {
		return associatedData(this.chainId, this.sequence, this.recordId);
	}

	static byte[] associatedData(String chainId, long sequence, String recordId) {
		return CanonicalForm.of("tacit-audit-place").text(chainId).number(sequence).text(recordId).toBytes();
	}

}
