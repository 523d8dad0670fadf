/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.messages.Message;

/**
 * Keeps the conversations that were used last, in memory and as they are given, and
 * forgets the others: pages come and go, and none says goodbye. As a bean it is given
 * what the policy lets be kept. Safe for use by several threads.
 */
final class RecentConversations implements ChatMemoryRepository {

	private final int capacity;

	/** In the order of their last use; guarded by this. */
	private final Map<String, List<Message>> conversations = new LinkedHashMap<>(16, 0.75f, true);

	RecentConversations(int capacity) {
		this.capacity = capacity;
	}

	@Override
	public synchronized List<String> findConversationIds() {
		return List.copyOf(this.conversations.keySet());
	}

	@Override
	public synchronized List<Message> findByConversationId(String conversationId) {
		return this.conversations.getOrDefault(conversationId, List.of());
	}

	@Override
	public synchronized void saveAll(String conversationId, List<Message> messages) {
		this.conversations.put(conversationId, List.copyOf(messages));
		if (this.conversations.size() > this.capacity) {
			this.conversations.remove(this.conversations.keySet().iterator().next());
		}
	}

	@Override
	public synchronized void deleteByConversationId(String conversationId) {
		this.conversations.remove(conversationId);
	}

}
