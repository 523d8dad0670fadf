/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.ArrayList;
import java.util.List;

import dev.tacit.privacy.Direction;
import dev.tacit.privacy.PolicyBlockedException;
import dev.tacit.privacy.PrivacyScope;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.messages.Message;

/**
 * A memory that keeps what the policy lets be kept: every text of a message, its metadata
 * included, goes through it before it is stored, and again when it is read, for what was
 * stored under an older policy. A blocked value refuses the whole request.
 * <p>
 * Where the memory's conversation has the id that requests name under
 * {@link GovernanceMetadata#CONVERSATION_ID}, a token stays one that a permitted caller
 * gets restored, and the known values and the purpose are those that the last of them
 * named. An advisor may store the question before the first of them: see
 * {@link ConversationTokens#register}. Thread-safe if the memory is.
 */
public final class GovernedChatMemoryRepository implements ChatMemoryRepository {

	private final ChatMemoryRepository delegate;

	private final ConversationTokens tokens;

	private final CallerResolver callers;

	private final FindingsListener findings;

	/**
	 * Decorates a memory.
	 * @param delegate keeps the messages
	 * @param tokens policy and detectors, and the tokens of conversations
	 * @param callers says on whose behalf a message is kept or read
	 * @param findings hears what the policy found
	 */
	public GovernedChatMemoryRepository(ChatMemoryRepository delegate, ConversationTokens tokens,
			CallerResolver callers, FindingsListener findings) {
		this.delegate = delegate;
		this.tokens = tokens;
		this.callers = callers;
		this.findings = findings;
	}

	@Override
	public List<String> findConversationIds() {
		return this.delegate.findConversationIds();
	}

	@Override
	public List<Message> findByConversationId(String conversationId) {
		return filtered(conversationId, this.delegate.findByConversationId(conversationId));
	}

	@Override
	public void saveAll(String conversationId, List<Message> messages) {
		this.delegate.saveAll(conversationId, filtered(conversationId, messages));
	}

	@Override
	public void deleteByConversationId(String conversationId) {
		this.delegate.deleteByConversationId(conversationId);
	}

	private List<Message> filtered(String conversationId, List<Message> messages) {
		Caller caller = this.callers.current();
		PrivacyScope scope = this.tokens.scope(caller, conversationId);
		MessagePolicy policy = new MessagePolicy(
				new TimedText(this.tokens.filter(), scope, this.findings, new FindingSummary()), Direction.MEMORY,
				(result) -> false);
		List<Message> filtered = new ArrayList<>();
		try {
			messages.forEach((message) -> filtered.add(policy.message(message, Direction.MEMORY)));
		}
		catch (PolicyBlockedException ex) {
			this.findings.refused(Refusal.POLICY);
			throw ex;
		}
		return filtered;
	}

}
