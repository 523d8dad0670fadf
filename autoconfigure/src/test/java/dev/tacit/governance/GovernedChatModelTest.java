/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditLedgerConfig;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditRecord;
import dev.tacit.audit.TestDatabase;
import dev.tacit.chat.TacitReasoning;
import dev.tacit.inference.json.Json;
import dev.tacit.privacy.Action;
import dev.tacit.privacy.Direction;
import dev.tacit.privacy.Entity;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyPolicy;
import dev.tacit.privacy.PrivacyPolicyBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.ai.tool.metadata.ToolMetadata;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Whatever model stands behind it: what it is given, and what its caller is told, went
 * through the policy. The model is a script that keeps what it was given.
 */
class GovernedChatModelTest {

	private static final String RECORD = "MRN 84920175";

	@TempDir
	Path folder;

	@SuppressWarnings("NullAway.Init")
	private AuditLedger ledger;

	private final List<Prompt> given = new ArrayList<>();

	private Caller caller = new Caller("anna", "test", Set.of("ROLE_CLINICIAN"));

	@BeforeEach
	void open() {
		this.ledger = AuditLedger.open(AuditLedgerConfig.of("jdbc:h2:file:none", this.folder.resolve("keys"))
			.with(TestDatabase.H2.create(this.folder)));
	}

	@AfterEach
	void close() {
		this.ledger.close();
	}

	private ChatModel governed(PrivacyPolicyBuilder policy, ReasoningVisibility visibility, ChatResponse reply) {
		ScriptedModel model = new ScriptedModel(Flux.just(reply));
		ChatModel noting = new ChatModel() {

			@Override
			public ChatResponse call(Prompt prompt) {
				GovernedChatModelTest.this.given.add(prompt);
				return model.call(prompt);
			}

			@Override
			public Flux<ChatResponse> stream(Prompt prompt) {
				GovernedChatModelTest.this.given.add(prompt);
				return model.stream(prompt);
			}

		};
		return new GovernedChatModel(noting, PrivacyFilter.withDefaults(policy.build()), this.ledger, () -> this.caller,
				visibility, (found) -> {
				}, Map.of());
	}

	private ChatModel governed(PrivacyPolicyBuilder policy, ChatResponse reply) {
		return governed(policy, ReasoningVisibility.ALWAYS, reply);
	}

	private static ChatResponse both(ChatModel model, Prompt prompt) {
		ChatResponse whole = model.call(prompt);
		ChatResponse last = Objects.requireNonNull(model.stream(prompt).blockLast());
		assertThat(seen(last)).isEqualTo(seen(whole));
		return whole;
	}

	private static @Nullable Object seen(ChatResponse response) {
		return response.getMetadata().get(GovernanceMetadata.SEEN);
	}

	@Test
	void whatTheModelSawIsToldOnlyAsFarAsTheCallerMaySeeIt() {
		Prompt document = new Prompt("Answer from this: " + RECORD);
		PrivacyPolicyBuilder policy = PrivacyPolicy.builder()
			.entity(Entity.MEDICAL_RECORD_NUMBER, Direction.PROMPT, Action.ALLOW);
		ChatResponse reply = ScriptedModel.last("It is " + RECORD);
		for (Action action : List.of(Action.REDACT, Action.BLOCK, Action.MASK)) {
			ChatResponse told = both(governed(policy.entity(Entity.MEDICAL_RECORD_NUMBER, Direction.ANSWER, action),
					(action == Action.BLOCK) ? ScriptedModel.last("Yes.") : reply), document);
			assertThat(ScriptedModel.text(told)).doesNotContain("84920175");
			assertThat(String.valueOf(told.getMetadata())).doesNotContain("84920175");
			assertThat(seen(told)).isNull();
		}
		assertThat(this.given).hasSize(6).allSatisfy((prompt) -> assertThat(prompt.getContents()).contains(RECORD));
		ChatResponse told = both(
				governed(policy.entity(Entity.MEDICAL_RECORD_NUMBER, Direction.ANSWER, Action.ALLOW), reply), document);
		assertThat(String.valueOf(seen(told))).contains(RECORD);
	}

	@Test
	void aTokenThatTheModelSawIsToldAsItStoodToThoseWhoMaySeeTheValueToo() {
		PrivacyPolicyBuilder policy = PrivacyPolicy.builder()
			.entity(Entity.PERSON, Action.PSEUDONYMISE)
			.reidentify("CLINICIAN");
		for (Set<String> roles : List.of(Set.of("ROLE_CLINICIAN"), Set.<String>of())) {
			this.caller = new Caller("anna", "test", roles);
			ChatResponse told = both(governed(policy, ScriptedModel.last("Yes.")),
					new Prompt("Is Dr. Weber in?",
							ToolCallingChatOptions.builder()
								.toolContext(Map.of(GovernanceMetadata.CONVERSATION_ID, "c1"))
								.build()));
			assertThat(String.valueOf(seen(told))).contains("Is Dr. [[PERSON:", "PSEUDONYMISE").doesNotContain("Weber");
		}
	}

	@Test
	void aToolThatAnswersTheCallerItselfIsRefusedBeforeAnythingIsRead() {
		ToolCallback direct = FunctionToolCallback.builder("patient", (Map<String, Object> id) -> RECORD)
			.description("Finds a patient")
			.inputType(Map.class)
			.toolMetadata(ToolMetadata.builder().returnDirect(true).build())
			.build();
		Prompt prompt = new Prompt("Hello", ToolCallingChatOptions.builder().toolCallbacks(List.of(direct)).build());
		ChatModel model = governed(PrivacyPolicy.builder(), ScriptedModel.last("Yes."));
		assertThatIllegalArgumentException().isThrownBy(() -> model.call(prompt))
			.withMessageContaining("'patient'")
			.withMessageContaining("returnDirect");
		assertThatIllegalArgumentException().isThrownBy(() -> model.stream(prompt).blockLast())
			.withMessageContaining("returnDirect");
		assertThat(this.given).isEmpty();
		assertThat(ScriptedModel.reader(this.ledger).search(AuditQuery.newest(10))).extracting(AuditRecord::phase)
			.doesNotContain("INTENT");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			// Numbers that are values become text.
			"PAYMENT_CARD | MASK | {\"card\":4111111111111111} | {\"card\":\"************1111\"}",
			"PAYMENT_CARD | REDACT | {\"card\": 4111111111111111, \"n\":[2]} | {\"card\":\"[PAYMENT_CARD]\",\"n\":[2]}",
			"PAYMENT_CARD | REDACT | [4111111111111111,4111111111111111] | [\"[PAYMENT_CARD]\",\"[PAYMENT_CARD]\"]",
			"AGE | GENERALISE | {\"age\":93} | {\"age\":\"90+\"}",
			// Where the rest of a number stays, the whole of it is text.
			"PAYMENT_CARD | MASK | {\"card\":4111111111111111.5} | {\"card\":\"************1111.5\"}",
			"PAYMENT_CARD | MASK | {\"card\":-4111111111111111} | {\"card\":\"-************1111\"}",
			// What was text stays as it is, and so does a number that is still one.
			"PAYMENT_CARD | MASK | {\"card\":\"4111 1111 1111 1111\"} | {\"card\":\"**** **** **** 1111\"}",
			"PAYMENT_CARD | MASK | {\"a\\\"b\":\"4111 1111 1111 1111\",\"c\":4111111111111111} | {\"a\\\"b\":\"**** **** **** 1111\",\"c\":\"************1111\"}",
			"AGE | GENERALISE | {\"age\":42} | {\"age\":42}" })
	void argumentsOfAToolThatWereJsonStayJson(String entity, Action action, String arguments, String expected) {
		PrivacyPolicyBuilder policy = PrivacyPolicy.builder().entity(new Entity(entity), action);
		AssistantMessage calling = AssistantMessage.builder()
			.content("")
			.toolCalls(List.of(new AssistantMessage.ToolCall("1", "function", "pay", arguments)))
			.build();
		ToolResponseMessage result = ToolResponseMessage.builder()
			.responses(List.of(new ToolResponseMessage.ToolResponse("1", "pay", "done")))
			.build();
		ChatResponse reply = new ChatResponse(
				List.of(new Generation(calling, ChatGenerationMetadata.builder().finishReason("tool_calls").build())));
		ChatResponse told = governed(policy, reply).call(new Prompt(List.of(new UserMessage("Pay"), calling, result)));
		AssistantMessage before = (AssistantMessage) this.given.get(0).getInstructions().get(1);
		for (AssistantMessage message : List.of(Objects.requireNonNull(told.getResult()).getOutput(), before)) {
			assertThat(Json.parse(message.getToolCalls().get(0).arguments())).isEqualTo(Json.parse(expected));
		}
	}

	@Test
	void whatAnotherModelPutsBesideItsAnswerStaysBehind() {
		Map<String, Object> beside = Map.of("reasoningContent", "She is " + RECORD, "refusal", RECORD,
				TacitReasoning.TRACE_KEY, "Let me see.");
		ChatResponse reply = new ChatResponse(
				List.of(new Generation(AssistantMessage.builder().content("Yes.").properties(beside).build(),
						ChatGenerationMetadata.builder().finishReason("stop").metadata("logprobs", RECORD).build())));
		for (ReasoningVisibility visibility : List.of(ReasoningVisibility.ALWAYS, ReasoningVisibility.NEVER)) {
			ChatModel model = governed(PrivacyPolicy.builder(), visibility, reply);
			for (ChatResponse told : List.of(model.call(new Prompt("Hello")),
					Objects.requireNonNull(model.stream(new Prompt("Hello")).blockLast()))) {
				Generation generation = Objects.requireNonNull(told.getResult());
				assertThat(generation.getOutput().getMetadata().toString()).doesNotContain("84920175");
				assertThat(generation.getMetadata().keySet()).isEmpty();
				assertThat(generation.getMetadata().getFinishReason()).isEqualTo("stop");
				assertThat(TacitReasoning.of(told).isPresent()).isEqualTo(visibility == ReasoningVisibility.ALWAYS);
			}
		}
	}

	@Test
	void noModelIsGivenMetadataOfMessagesButTheTrace() {
		Map<String, Object> beside = Map.of("account", RECORD);
		List<Message> messages = List.of(SystemMessage.builder().text("Be brief").metadata(beside).build(),
				UserMessage.builder().text("Hello").metadata(beside).build(),
				AssistantMessage.builder()
					.content("Yes?")
					.properties(Map.of("account", RECORD, TacitReasoning.TRACE_KEY, "Let me see."))
					.build(),
				ToolResponseMessage.builder()
					.responses(List.of(new ToolResponseMessage.ToolResponse("1", "find", "done")))
					.metadata(beside)
					.build(),
				UserMessage.builder().text("Hello").metadata(beside).build());
		governed(PrivacyPolicy.builder(), ScriptedModel.last("Yes.")).call(new Prompt(messages));
		assertThat(this.given.get(0).getInstructions())
			.allSatisfy((message) -> assertThat(message.getMetadata().toString()).doesNotContain("84920175"));
		assertThat(this.given.get(0).getInstructions().get(2).getMetadata()).containsEntry(TacitReasoning.TRACE_KEY,
				"Let me see.");
	}

}
