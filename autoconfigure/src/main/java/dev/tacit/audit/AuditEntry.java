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
 * Something to record.
 *
 * @param phase what it tells
 * @param requestId id of the request, the same for its intent and its outcome
 * @param parentId id of a request this one belongs to
 * @param actor on whose behalf
 * @param conversationId the conversation; stored like the actor
 * @param facts plain facts for the chained header; never personal text
 * @param content stored encrypted
 */
public record AuditEntry(Phase phase, String requestId, @Nullable String parentId, Actor actor,
		@Nullable String conversationId, Map<String, String> facts, @Nullable AuditContent content) {

	public AuditEntry {
		facts = Collections.unmodifiableMap(new TreeMap<>(facts));
		if (requestId.isEmpty() || requestId.length() > 64) {
			throw new IllegalArgumentException("A request id has 1 to 64 characters");
		}
	}

	@Override
	public String toString() {
		return "AuditEntry[" + this.phase + ", " + this.requestId + "]";
	}

}
