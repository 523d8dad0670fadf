/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import org.jspecify.annotations.Nullable;

/**
 * Somebody or something that headers refer to without naming it.
 *
 * @param kind what it is
 * @param id its name, never stored in clear
 * @param subject for a conversation, the person it is about: it is erased with that
 * person
 */
record Identity(Kind kind, String id, @Nullable String subject) {

	private static final int MAX_NAME = 900;

	Identity {
		id = bounded(id);
		subject = (subject != null) ? bounded(subject) : null;
	}

	/** A name of any length has a bounded form that nothing else has. */
	private static String bounded(String name) {
		return (name.length() > MAX_NAME) ? name.substring(0, MAX_NAME) + "#" + Sha256.hex(name) : name;
	}

	static Identity actor(String id) {
		return new Identity(Kind.ACTOR, id, null);
	}

	static Identity subject(String id) {
		return new Identity(Kind.SUBJECT, id, null);
	}

	@Override
	public String toString() {
		return "Identity[" + this.kind + "]";
	}

	/** Kinds of identities. */
	enum Kind {

		/** On whose behalf. */
		ACTOR,

		/** The person the content is about; has a data key. */
		SUBJECT,

		/** A conversation. */
		CONVERSATION

	}

}
