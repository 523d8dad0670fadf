/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What is to be recorded.
 *
 * @param phase what it tells
 * @param requestId id of the request, the same for its intent and its outcome
 * @param parentId id of a request this one belongs to
 * @param actor on whose behalf
 * @param subject the person the content is about, whose data can be erased; the actor
 * when nobody else is named
 * @param conversationId the conversation; stored like the actor
 * @param retention retention class of the content
 * @param facts plain facts for the chained header; never personal text
 * @param content stored encrypted
 */
public record AuditEntry(Phase phase, String requestId, @Nullable String parentId, Actor actor,
		@Nullable String subject, @Nullable String conversationId, String retention, Map<String, String> facts,
		@Nullable AuditContent content) {

	/** Retention class of entries that name none. */
	public static final String DEFAULT_RETENTION = "default";

	private static final int MAX_FACTS = 6000;

	public AuditEntry {
		facts = Collections.unmodifiableMap(new TreeMap<>(facts));
		if (!requestId.matches("[!-~]{1,64}") || (parentId != null && !parentId.matches("[!-~]{1,64}"))) {
			throw new IllegalArgumentException("A request id has 1 to 64 visible ASCII characters");
		}
		if (retention.isEmpty() || retention.length() > 32) {
			throw new IllegalArgumentException("A retention class has 1 to 32 characters");
		}
		int size = 0;
		for (Map.Entry<String, String> fact : facts.entrySet()) {
			size += fact.getKey().length() + fact.getValue().length() + 6;
		}
		if (size > MAX_FACTS) {
			throw new IllegalArgumentException("Facts are short; texts belong into the content");
		}
	}

	/**
	 * An entry whose content is about its actor, kept as long as the default class says.
	 * @param phase what it tells
	 * @param requestId id of the request
	 * @param parentId id of a request this one belongs to
	 * @param actor on whose behalf
	 * @param conversationId the conversation
	 * @param facts plain facts
	 * @param content stored encrypted
	 */
	public AuditEntry(Phase phase, String requestId, @Nullable String parentId, Actor actor,
			@Nullable String conversationId, Map<String, String> facts, @Nullable AuditContent content) {
		this(phase, requestId, parentId, actor, null, conversationId, DEFAULT_RETENTION, facts, content);
	}

	/** What somebody did with the ledger itself. */
	static AuditEntry ofLedger(Phase phase, Actor actor, Map<String, String> facts, @Nullable AuditContent content) {
		return new AuditEntry(phase, newRequestId(), null, actor, null, null, RetentionPolicy.SYSTEM, facts, content);
	}

	/**
	 * An id for a request. Ids begin with the time, so the database's index of them grows
	 * at its end.
	 * @return a UUID of version 7
	 */
	public static String newRequestId() {
		return RecordIds.next(System.currentTimeMillis());
	}

	AuditEntry withFacts(Map<String, String> more) {
		Map<String, String> all = new TreeMap<>(this.facts);
		all.putAll(more);
		return new AuditEntry(this.phase, this.requestId, this.parentId, this.actor, this.subject, this.conversationId,
				this.retention, all, this.content);
	}

	/** The person whose data key seals the content. */
	String effectiveSubject() {
		return (this.subject != null) ? this.subject : this.actor.id();
	}

	@Override
	public String toString() {
		return "AuditEntry[" + this.phase + ", " + this.requestId + "]";
	}

}
