/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import dev.tacit.privacy.PrivacyScope;
import dev.tacit.privacy.Pseudonyms;

/**
 * The conversations of one caller, and what the caller's last requests said of their
 * texts. Not thread-safe.
 */
final class CallerConversations {

	/** More requests of one caller than this are seldom open at once. */
	private static final int RECENT = 8;

	/** The least recently used first. */
	private final Map<String, Conversation> conversations = new LinkedHashMap<>(16, 0.75f, true);

	/** The least recent first. */
	private final Set<StatedScope> recent = new LinkedHashSet<>();

	Conversation conversation(String id, Supplier<Pseudonyms> tokens) {
		return this.conversations.computeIfAbsent(id, (absent) -> new Conversation(tokens.get()));
	}

	int size() {
		return this.conversations.size();
	}

	void forgetOne() {
		this.conversations.remove(this.conversations.keySet().iterator().next());
	}

	/** A request says this of its text. */
	void note(StatedScope stated) {
		if (stated.equals(StatedScope.NOTHING)) {
			return;
		}
		this.recent.remove(stated);
		this.recent.add(stated);
		if (this.recent.size() > RECENT) {
			this.recent.remove(this.recent.iterator().next());
		}
	}

	/** One scope for each thing that was said, at least one. */
	List<PrivacyScope> recent(Caller caller) {
		PrivacyScope scope = PrivacyScope.of(caller.authorities());
		return this.recent.isEmpty() ? List.of(scope)
				: this.recent.stream()
					.map((stated) -> scope.knowing(stated.known()).forPurpose(stated.purpose()))
					.toList();
	}

	/** One conversation. */
	static final class Conversation {

		private final Pseudonyms tokens;

		private StatedScope stated = StatedScope.NOTHING;

		Conversation(Pseudonyms tokens) {
			this.tokens = tokens;
		}

		Pseudonyms tokens() {
			return this.tokens;
		}

		void note(StatedScope said) {
			this.stated = said.after(this.stated);
		}

		PrivacyScope scope(Caller caller) {
			return new PrivacyScope(caller.authorities(), this.stated.purpose(), this.stated.known(), this.tokens);
		}

	}

}
