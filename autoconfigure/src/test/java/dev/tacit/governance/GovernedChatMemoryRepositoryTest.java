/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditLedgerConfig;
import dev.tacit.chat.TacitReasoning;
import dev.tacit.privacy.Action;
import dev.tacit.privacy.Direction;
import dev.tacit.privacy.Entity;
import dev.tacit.privacy.Finding;
import dev.tacit.privacy.KnownValues;
import dev.tacit.privacy.PolicyBlockedException;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyPolicy;
import dev.tacit.privacy.PrivacyScope;
import dev.tacit.privacy.Treatment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a memory keeps is what the policy lets be kept. */
class GovernedChatMemoryRepositoryTest {

	private static final String MAIL = "anna.weber@example.org";

	private final InMemoryChatMemoryRepository kept = new InMemoryChatMemoryRepository();

	private static final PrivacyPolicy POLICY = PrivacyPolicy.builder()
		.entity(Entity.PERSON, Action.PSEUDONYMISE)
		.entity(Entity.IBAN, Direction.MEMORY, Action.BLOCK)
		.purpose("research", Entity.EMAIL, null, new Treatment(Action.BLOCK))
		.reidentify("CLINICIAN")
		.build();

	private final ConversationTokens tokens = new ConversationTokens(PrivacyFilter.withDefaults(POLICY));

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
		PrivacyScope scope = this.tokens.scope(this.anna, "c1");
		String token = this.tokens.filter().apply("Dr. Weber", Direction.PROMPT, scope).text().substring(4);
		assertThat(messages).extracting(Message::getText).containsExactly("Dr. " + token + " asks", token + " is here");
		assertThat(this.tokens.filter().apply(token, Direction.ANSWER, scope).text()).isEqualTo("Weber");
		assertThat(this.memory.findByConversationId("c1")).isEqualTo(messages);
	}

	@Test
	void aTokenInAMemorySurvivesARestart() {
		byte[] key = "a key that outlives the process".getBytes(StandardCharsets.UTF_8);
		started(key).memory().saveAll("c1", List.of(new UserMessage("Dr. Weber asks")));
		List<Message> stored = this.kept.findByConversationId("c1");
		Started again = started(key);
		again.memory().saveAll("c1", again.memory().findByConversationId("c1"));
		assertThat(this.kept.findByConversationId("c1")).isEqualTo(stored);
		again.memory().saveAll("c2", List.of(new UserMessage("Dr. Weber is elsewhere")));
		assertThat(again.answer("c1", text(stored))).isEqualTo(text(stored));
		again.memory().saveAll("c1", List.of(new UserMessage("It is Dr. Weber again")));
		assertThat(again.answer("c1", text(stored))).isEqualTo("Dr. Weber asks");
	}

	private static String text(List<Message> messages) {
		return String.valueOf(messages.get(0).getText());
	}

	private Started started(byte[] key) {
		ConversationTokens fresh = new ConversationTokens(
				new PrivacyFilter(POLICY, PrivacyFilter.builtInDetectors(List.of()), key));
		return new Started(fresh, new GovernedChatMemoryRepository(this.kept, fresh, () -> this.anna, new Unheard()));
	}

	/** An application, and what Anna sees of an answer. */
	private record Started(ConversationTokens tokens, GovernedChatMemoryRepository memory) {

		String answer(String conversation, String text) {
			PrivacyScope scope = this.tokens.scope(new Caller("anna", "test", Set.of("ROLE_CLINICIAN")), conversation);
			return this.tokens.filter().apply(text, Direction.ANSWER, scope).text();
		}

	}

	@Test
	void nobodyHasTheConversationsOfAnotherForgotten() {
		this.memory.saveAll("c1", List.of(new UserMessage("Dr. Weber asks")));
		String stored = text(this.kept.findByConversationId("c1"));
		Caller busy = new Caller("busy", "test", Set.of());
		GovernedChatMemoryRepository other = new GovernedChatMemoryRepository(new InMemoryChatMemoryRepository(),
				this.tokens, () -> busy, new Unheard());
		for (int i = 0; i < 2_500; i++) {
			other.findByConversationId("conversation " + i);
		}
		Started seen = new Started(this.tokens, this.memory);
		assertThat(seen.answer("c1", stored)).isEqualTo("Dr. Weber asks");
		for (int i = 0; i < 2_500; i++) {
			this.memory.findByConversationId("conversation " + i);
		}
		assertThat(seen.answer("c1", stored)).isEqualTo(stored);
	}

	@Test
	void whatARequestKnowsIsKeptOutOfItsMemory(@TempDir Path folder) {
		try (AuditLedger ledger = AuditLedger
			.open(AuditLedgerConfig.of("jdbc:h2:file:" + folder.resolve("ledger"), folder.resolve("keys")))) {
			ScriptedModel model = new ScriptedModel(Flux.just(ScriptedModel.last("Take care of Grace Hill.")));
			GovernedChatModel governed = new GovernedChatModel(model, (caller, departure) -> new Route(model, Map.of()),
					this.tokens, ledger, () -> this.anna, ReasoningVisibility.ALWAYS, new Unheard(), Map::of,
					Quotas.unlimited());
			KnownValues patient = KnownValues.builder().person("Grace", "Hill").build();
			governed.call(new Prompt("How is the patient?", DefaultToolCallingChatOptions.builder()
				.toolContext(Map.of(GovernanceMetadata.CONVERSATION_ID, "c1", GovernanceMetadata.KNOWN_VALUES, patient))
				.build()));
		}
		this.memory.saveAll("c1", List.of(new UserMessage("grace hill has fever")));
		this.memory.saveAll("c2", List.of(new UserMessage("grace hill has fever")));
		assertThat(text(this.kept.findByConversationId("c1"))).matches("\\[\\[PERSON:[0-9a-f]{4}]] has fever");
		assertThat(text(this.kept.findByConversationId("c2"))).isEqualTo("grace hill has fever");
	}

	@Test
	void whatIsRegisteredCountsBeforeTheFirstRequest() {
		this.tokens.register(this.anna, "c1", KnownValues.builder().person("Grace", "Hill").build(), "research");
		this.memory.saveAll("c1", List.of(new UserMessage("grace hill has fever")));
		assertThat(text(this.kept.findByConversationId("c1"))).matches("\\[\\[PERSON:[0-9a-f]{4}]] has fever");
		assertThatExceptionOfType(PolicyBlockedException.class)
			.isThrownBy(() -> this.memory.saveAll("c1", List.of(new UserMessage("I am " + MAIL))));
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
