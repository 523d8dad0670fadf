/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

/**
 * Keys that governance adds to the metadata of a response.
 */
public final class GovernanceMetadata {

	/** Response metadata: id under which the ledger holds this request, a string. */
	public static final String AUDIT_ID = "auditId";

	/**
	 * Response metadata: what the policy found, a list of maps with {@code entity},
	 * {@code direction}, {@code action} and {@code count}. Never a value that was found.
	 */
	public static final String FINDINGS = "findings";

	/**
	 * Response metadata: the user's last message as the model saw it, a map with
	 * {@code text} and {@code marks}, one for each protected value: {@code entity},
	 * {@code action}, {@code typedStart} and {@code typedEnd} in what the caller sent,
	 * {@code start} and {@code end} in {@code text}. Absent where that message holds what
	 * the policy would not let stand in an answer to this caller.
	 */
	public static final String SEEN = "seen";

	/**
	 * Tool context of the request's options: id of the conversation it belongs to, a
	 * string.
	 */
	public static final String CONVERSATION_ID = "conversationId";

	/**
	 * Tool context of the request's options: id of the person the request is about, a
	 * string. The ledger seals the content with that person's key, so it can be erased
	 * with them; without it, with the caller's.
	 */
	public static final String SUBJECT_ID = "subjectId";

	/**
	 * Tool context of the request's options: what the text is for, a string that the
	 * policy names. Set by the application, never from a request body.
	 */
	public static final String PURPOSE = "purpose";

	/**
	 * Tool context of the request's options: retention class of the request's records, a
	 * string, one of {@code tacit.audit.retention}. Set by the application, never from a
	 * request body. Without it the caller's roles decide.
	 */
	public static final String RETENTION_CLASS = "retentionClass";

	/**
	 * Tool context of the request's options: values the application knows to be personal,
	 * a {@link dev.tacit.privacy.KnownValues}.
	 */
	public static final String KNOWN_VALUES = "knownValues";

	/** Authority that lets a caller see reasoning traces. */
	public static final String REASONING_AUTHORITY = "TACIT_REASONING";

	private GovernanceMetadata() {
	}

}
