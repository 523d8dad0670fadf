/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tacit.privacy.KnownValues;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyScope;
import dev.tacit.privacy.Pseudonyms;
import org.jspecify.annotations.Nullable;

/**
 * Pseudonyms by conversation, and the known values and the purpose that its requests
 * named. A conversation belongs to one caller: naming somebody else's opens another one.
 * Of more than 2,000 the longest unused one of the caller who has most is forgotten, so
 * that nobody can have another's forgotten; of more than 2,000 callers the longest
 * unseen. Their tokens then stay tokens. Thread-safe.
 */
public final class ConversationTokens {

	private static final int MOST = 2_000;

	private final PrivacyFilter filter;

	private final PassedTexts passed = new PassedTexts();

	/** By id, the longest unseen first. */
	private final Map<String, CallerConversations> callers = new LinkedHashMap<>(16, 0.75f, true);

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
	 * Says what a conversation is about before its first request does: an advisor may
	 * store the question before it asks the model. Counts for memories and failing tools;
	 * the model goes by what each request names.
	 * @param caller on whose behalf
	 * @param conversationId the conversation
	 * @param known values the application knows to be personal
	 * @param purpose what its texts are for, {@code null} if that is not said
	 */
	public void register(Caller caller, String conversationId, KnownValues known, @Nullable String purpose) {
		noted(caller, conversationId, new PrivacyScope(caller.authorities(), purpose, known, null));
	}

	/**
	 * The tokens of a conversation; a request outside one has tokens of its own.
	 * @param caller on whose behalf
	 * @param conversationId the conversation, {@code null} if there is none
	 * @param requestId the request
	 * @return the tokens
	 */
	synchronized Pseudonyms of(Caller caller, @Nullable String conversationId, String requestId) {
		return (conversationId != null) ? conversation(caller, conversationId).tokens()
				: this.filter.pseudonyms("request/" + requestId);
	}

	/** The same scope, after what a request names in it was noted. */
	synchronized PrivacyScope noted(Caller caller, @Nullable String conversationId, PrivacyScope scope) {
		StatedScope stated = new StatedScope(scope.known(), scope.purpose());
		own(caller).note(stated);
		if (conversationId != null) {
			conversation(caller, conversationId).note(stated);
		}
		return scope;
	}

	/** The scope of what a conversation keeps: what its requests named last. */
	synchronized PrivacyScope scope(Caller caller, String conversationId) {
		return conversation(caller, conversationId).scope(caller);
	}

	/**
	 * Scopes of a text that does not say to which request it belongs: what each of the
	 * caller's last requests named, all of which count.
	 */
	synchronized List<PrivacyScope> recent(Caller caller) {
		return own(caller).recent(caller);
	}

	private CallerConversations own(Caller caller) {
		CallerConversations own = this.callers.computeIfAbsent(caller.id(), (absent) -> new CallerConversations());
		if (this.callers.size() > MOST) {
			this.callers.remove(this.callers.keySet().iterator().next());
		}
		return own;
	}

	private CallerConversations.Conversation conversation(Caller caller, String id) {
		CallerConversations.Conversation conversation = own(caller).conversation(id,
				() -> this.filter.pseudonyms("conversation/" + caller.id() + "/" + id));
		if (size() > MOST) {
			forgetOne();
		}
		return conversation;
	}

	private int size() {
		return this.callers.values().stream().mapToInt(CallerConversations::size).sum();
	}

	/** Between equals, of the caller who was away the longest. */
	private void forgetOne() {
		CallerConversations most = this.callers.values().iterator().next();
		for (CallerConversations other : this.callers.values()) {
			most = (other.size() > most.size()) ? other : most;
		}
		most.forgetOne();
	}

}
