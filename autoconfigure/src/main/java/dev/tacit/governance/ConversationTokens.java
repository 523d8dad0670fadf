/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.Pseudonyms;
import org.jspecify.annotations.Nullable;

/**
 * Pseudonyms by conversation. A conversation belongs to one caller: naming somebody
 * else's opens another one. The longest unused are forgotten; their tokens then stay
 * tokens. Thread-safe.
 */
public final class ConversationTokens {

	private static final int MOST = 2_000;

	private final PrivacyFilter filter;

	private final PassedTexts passed = new PassedTexts();

	private final Map<Key, Pseudonyms> conversations = new LinkedHashMap<>(16, 0.75f, true);

	/**
	 * Starts without conversations.
	 * @param filter policy, detectors and the key that tokens are derived with
	 */
	public ConversationTokens(PrivacyFilter filter) {
		this.filter = filter;
	}

	/**
	 * Policy and detectors.
	 * @return the filter
	 */
	public PrivacyFilter filter() {
		return this.filter;
	}

	/** What went to tools and came from them. */
	PassedTexts passed() {
		return this.passed;
	}

	/**
	 * The tokens of a conversation; a request outside one has tokens of its own.
	 * @param caller on whose behalf
	 * @param conversationId the conversation, {@code null} if there is none
	 * @param requestId the request
	 * @return the tokens
	 */
	synchronized Pseudonyms of(Caller caller, @Nullable String conversationId, String requestId) {
		if (conversationId == null) {
			return this.filter.pseudonyms("request/" + requestId);
		}
		Key key = new Key(caller.id(), conversationId);
		Pseudonyms tokens = this.conversations.computeIfAbsent(key,
				(absent) -> this.filter.pseudonyms("conversation/" + caller.id() + "/" + conversationId));
		if (this.conversations.size() > MOST) {
			this.conversations.remove(this.conversations.keySet().iterator().next());
		}
		return tokens;
	}

	private record Key(String caller, String conversation) {

		@Override
		public String toString() {
			return "Key";
		}

	}

}
