/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.tacit.chat.TacitReasoning;
import dev.tacit.privacy.Action;
import dev.tacit.privacy.Direction;
import dev.tacit.privacy.Entity;
import dev.tacit.privacy.Finding;
import dev.tacit.privacy.PolicyBlockedException;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyPolicy;
import dev.tacit.privacy.PrivacyScope;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a memory keeps is what the policy lets be kept. */
class GovernedChatMemoryRepositoryTest {

	private static final String MAIL = "anna.weber@example.org";

	private final InMemoryChatMemoryRepository kept = new InMemoryChatMemoryRepository();

	private final ConversationTokens tokens = new ConversationTokens(PrivacyFilter.withDefaults(PrivacyPolicy.builder()
		.entity(Entity.PERSON, Action.PSEUDONYMISE)
		.entity(Entity.IBAN, Direction.MEMORY, Action.BLOCK)
		.reidentify("CLINICIAN")
		.build()));

	private final Caller anna = new Caller("anna", "test", Set.of("ROLE_CLINICIAN"));

	private final GovernedChatMemoryRepository memory = new GovernedChatMemoryRepository(this.kept, this.tokens,
			() -> this.anna, new Unheard());

	@Test
	void everyTextOfEveryMessageIsFilteredBeforeItIsKept() {
		this.memory.saveAll("c1", List.of(
				SystemMessage.builder().text("for " + MAIL).metadata(Map.of("source", MAIL)).build(),
				UserMessage.builder().text("I am " + MAIL).metadata(Map.of("source", MAIL)).build(),
				AssistantMessage.builder()
					.content("Hello " + MAIL)
					.properties(Map.of(TacitReasoning.TRACE_KEY, "It is " + MAIL))
					.toolCalls(
							List.of(new AssistantMessage.ToolCall("1", "function", MAIL, "{\"to\": \"" + MAIL + "\"}")))
					.build(),
				ToolResponseMessage.builder()
					.responses(List.of(new ToolResponseMessage.ToolResponse("1", MAIL, "sent to " + MAIL)))
					.build()));
		List<Message> messages = this.kept.findByConversationId("c1");
		assertThat(messages).hasSize(4)
			.allSatisfy((message) -> assertThat(message.toString()).contains("[EMAIL]").doesNotContain(MAIL));
		assertThat(this.memory.findByConversationId("c1")).isEqualTo(messages);
		assertThat(this.memory.findConversationIds()).containsExactly("c1");
		this.memory.deleteByConversationId("c1");
		assertThat(this.kept.findByConversationId("c1")).isEmpty();
	}

	@Test
	void whatAnOlderPolicyLetThroughIsFilteredWhenItIsRead() {
		this.kept.saveAll("c1", List.of(new UserMessage("I am " + MAIL)));
		assertThat(this.memory.findByConversationId("c1")).extracting(Message::getText).containsExactly("I am [EMAIL]");
	}

	@Test
	void aTokenInAMemoryIsTheOneOfTheConversation() {
		this.memory.saveAll("c1", List.of(new UserMessage("Dr. Weber asks"), new AssistantMessage("Weber is here")));
		List<Message> messages = this.kept.findByConversationId("c1");
		PrivacyScope scope = PrivacyScope.of(this.anna.authorities()).in(this.tokens.of(this.anna, "c1", "r1"));
		String token = this.tokens.filter().apply("Dr. Weber", Direction.PROMPT, scope).text().substring(4);
		assertThat(messages).extracting(Message::getText).containsExactly("Dr. " + token + " asks", token + " is here");
		assertThat(this.tokens.filter().apply(token, Direction.ANSWER, scope).text()).isEqualTo("Weber");
		assertThat(this.memory.findByConversationId("c1")).isEqualTo(messages);
	}

	@Test
	void aBlockedValueIsNotKept() {
		assertThatExceptionOfType(PolicyBlockedException.class)
			.isThrownBy(() -> this.memory.saveAll("c1", List.of(new UserMessage("IBAN DE89370400440532013000"))));
		assertThat(this.kept.findConversationIds()).isEmpty();
	}

	/** Hears nothing. */
	private static final class Unheard implements FindingsListener {

		@Override
		public void found(List<Finding> findings) {
		}

	}

}
