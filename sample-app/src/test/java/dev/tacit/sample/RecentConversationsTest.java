/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;

import static org.assertj.core.api.Assertions.assertThat;

class RecentConversationsTest {

	private static final List<Message> SOME = List.of(new UserMessage("Hello"));

	private final RecentConversations conversations = new RecentConversations(2);

	@Test
	void theOneThatWasNotUsedForLongestIsForgotten() {
		this.conversations.saveAll("a", SOME);
		this.conversations.saveAll("b", SOME);
		assertThat(this.conversations.findByConversationId("a")).isEqualTo(SOME);
		this.conversations.saveAll("c", SOME);
		assertThat(this.conversations.findConversationIds()).containsExactlyInAnyOrder("a", "c");
		assertThat(this.conversations.findByConversationId("b")).isEmpty();
	}

	@Test
	void aDeletedOneMakesRoom() {
		this.conversations.saveAll("a", SOME);
		this.conversations.saveAll("b", SOME);
		this.conversations.deleteByConversationId("a");
		this.conversations.saveAll("c", SOME);
		assertThat(this.conversations.findConversationIds()).containsExactlyInAnyOrder("b", "c");
	}

}
