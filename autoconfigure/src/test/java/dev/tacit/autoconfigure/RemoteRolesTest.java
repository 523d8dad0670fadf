/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditReader;
import dev.tacit.audit.AuditRecord;
import dev.tacit.chat.TacitChatOptions;
import dev.tacit.chat.TacitReasoning;
import dev.tacit.governance.Caller;
import dev.tacit.governance.CallerResolver;
import dev.tacit.governance.GovernanceMetadata;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static dev.tacit.autoconfigure.RemoteServerStub.finish;
import static dev.tacit.autoconfigure.RemoteServerStub.text;
import static dev.tacit.autoconfigure.RemoteServerStub.thought;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What leaves for a model on another machine holds tokens, whoever asks; what stands
 * behind them comes back to the role that may see it, and to nobody else.
 */
@NullUnmarked
class RemoteRolesTest {

	private static final String QUESTION = "Dr. Weber asks. " + RemoteServerStub.CANARIES;

	private static final Pattern TOKEN = Pattern.compile("\\[\\[PERSON:[0-9a-f]{4}]]");

	@TempDir
	private Path folder;

	private final List<String> told = new ArrayList<>();

	private RemoteServerStub server;

	@BeforeEach
	void start() {
		this.server = new RemoteServerStub();
	}

	@AfterEach
	void stop() {
		this.server.receivedNoCanary();
		assertThat(this.server.bodies()).isNotEmpty()
			.noneMatch((body) -> body.toLowerCase(java.util.Locale.ROOT).contains("weber"));
		this.server.close();
	}

	enum Role {

		CLINICIAN(true), BILLING(false), NONE(false);

		private final boolean restores;

		Role(boolean restores) {
			this.restores = restores;
		}

		Caller caller() {
			return new Caller("anna", "test",
					(this == NONE) ? Set.of("TACIT_REASONING") : Set.of("ROLE_" + name(), "TACIT_REASONING"));
		}

	}

	private void run(Role role, Consumer<AssertableApplicationContext> test) {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TacitAuditAutoConfiguration.class, TacitPrivacyAutoConfiguration.class,
							TacitGovernanceAutoConfiguration.class, TacitEngineAutoConfiguration.class,
							TacitRemoteAutoConfiguration.class, TacitChatAutoConfiguration.class))
			.withBean(CallerResolver.class, () -> role::caller)
			.withBean(ToolCallback.class, () -> new Find(this.told))
			.withPropertyValues("tacit.remote.base-url=" + this.server.baseUrl(), "tacit.remote.model=lfm2.5",
					"tacit.privacy.leaving-process=filtered", "tacit.privacy.packs=gdpr-eu",
					"tacit.privacy.roles.BILLING.IBAN.ANSWER=mask(4)", "tacit.privacy.reidentify=CLINICIAN",
					"tacit.audit.datasource.url=jdbc:h2:file:" + this.folder.resolve("ledger"),
					"tacit.audit.key-file=" + this.folder.resolve("keys"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				test.accept(context);
			});
	}

	private static Prompt prompt(Message... messages) {
		TacitChatOptions.Builder options = TacitChatOptions.builder();
		options.toolContext(Map.of(GovernanceMetadata.CONVERSATION_ID, "c1"));
		return new Prompt(List.of(messages), options.build());
	}

	/** Asks once, so that the server has seen a token to answer with. */
	private String token(ChatModel model) {
		this.server.answers(text("Noted."), finish("stop"), "[DONE]");
		model.call(prompt(new UserMessage(QUESTION)));
		Matcher token = TOKEN.matcher(this.server.bodies().get(0));
		assertThat(token.find()).isTrue();
		return token.group();
	}

	private static String[] letters(String text) {
		List<String> events = new ArrayList<>();
		text.chars().forEach((letter) -> events.add(text(String.valueOf((char) letter))));
		return events.toArray(String[]::new);
	}

	private void answers(String token, boolean split) {
		List<String> events = new ArrayList<>(List.of(thought("about " + token.substring(0, 9)),
				thought(token.substring(9) + " then"), text("It is ")));
		events.addAll(List.of(split ? letters(token) : new String[] { text(token) }));
		events.addAll(List.of(text(" who"), text(" called."), finish("stop"), "[DONE]"));
		this.server.answers(events.toArray(String[]::new));
	}

	@ParameterizedTest
	@EnumSource
	void anAnswerIsRestoredForThePermittedRoleAlone(Role role) {
		run(role, (context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			String token = token(model);
			String shown = role.restores ? "Weber" : token;
			for (boolean split : new boolean[] { false, true }) {
				answers(token, split);
				ChatResponse whole = model.call(prompt(new UserMessage("Who?")));
				assertThat(whole.getResult().getOutput().getText()).isEqualTo("It is " + shown + " who called.");
				assertThat(TacitReasoning.of(whole)).hasValue("about " + shown + " then");
				StringBuilder answer = new StringBuilder();
				for (ChatResponse chunk : model.stream(prompt(new UserMessage("Who?"))).collectList().block()) {
					String part = chunk.getResult().getOutput().getText();
					assertThat(TOKEN.matcher(part).replaceAll("")).doesNotContain("[", "]", "PERSON");
					answer.append(part);
				}
				assertThat(answer.toString()).isEqualTo("It is " + shown + " who called.");
			}
		});
	}

	@ParameterizedTest
	@EnumSource
	void whatWasRestoredLeavesAsTheSameTokenInTheNextTurn(Role role) {
		run(role, (context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			String token = token(model);
			this.server.answers(text("Yes."), finish("stop"), "[DONE]");
			model.call(prompt(new UserMessage(QUESTION), new AssistantMessage("It is Weber who called."),
					new UserMessage("When did Weber call?")));
			List<String> bodies = this.server.bodies();
			assertThat(bodies.get(bodies.size() - 1)).contains("It is " + token + " who called.",
					"When did " + token + " call?");
		});
	}

	@ParameterizedTest
	@EnumSource
	void argumentsOfAToolAreRestoredForThePermittedRoleAlone(Role role) {
		run(role, (context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			String token = token(model);
			this.server.answers(
					RemoteServerStub.call(Map.of("index", 0, "id", "call-1", "type", "function", "function",
							Map.of("name", "find", "arguments", "{\"name\": \"" + token.substring(0, 8)))),
					RemoteServerStub
						.call(Map.of("index", 0, "function", Map.of("arguments", token.substring(8) + "\"}"))),
					finish("tool_calls"), "[DONE]");
			for (ChatResponse reply : List.of(model.call(prompt(new UserMessage("Find"))),
					model.stream(prompt(new UserMessage("Find"))).blockLast())) {
				assertThat(reply.getResult().getOutput().getToolCalls()).singleElement()
					.extracting(AssistantMessage.ToolCall::arguments)
					.isEqualTo("{\"name\": \"" + (role.restores ? "Weber" : token) + "\"}");
			}
		});
	}

	@ParameterizedTest
	@EnumSource
	void aToolIsToldWhatTheModelsPolicyReleasedAndItsTokensComeBack(Role role) {
		run(role, (context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			String token = token(model);
			this.server.answers(
					RemoteServerStub.call(Map.of("index", 0, "id", "call-1", "type", "function", "function",
							Map.of("name", "find", "arguments", "{\"name\": \"" + token + "\"}"))),
					finish("tool_calls"), "[DONE]");
			AssistantMessage asking = model.call(prompt(new UserMessage("Find"))).getResult().getOutput();
			String result = context.getBean(ToolCallback.class)
				.call(asking.getToolCalls().get(0).arguments(),
						new ToolContext(Map.of(GovernanceMetadata.CONVERSATION_ID, "c1")));
			assertThat(this.told).containsExactly("{\"name\": \"" + (role.restores ? "Weber" : token) + "\"}");
			assertThat(result).isEqualTo("Dr. " + token + " is in");
			this.server.answers(text("Yes."), finish("stop"), "[DONE]");
			model.call(prompt(new UserMessage("Find"), asking,
					ToolResponseMessage.builder()
						.responses(List.of(new ToolResponseMessage.ToolResponse("call-1", "find", result)))
						.build()));
			List<String> bodies = this.server.bodies();
			assertThat(bodies.get(bodies.size() - 1)).contains("Dr. " + token + " is in");
		});
	}

	@Test
	void anotherConversationsTokenStaysOne() {
		run(Role.CLINICIAN, (context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			String token = token(model);
			answers(token, true);
			assertThat(model.call(new Prompt("Who?")).getResult().getOutput().getText())
				.isEqualTo("It is " + token + " who called.");
		});
	}

	@ParameterizedTest
	@EnumSource
	void theLedgerHoldsWhatTheModelSawAndWhatTheCallerMaySee(Role role) {
		run(role, (context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			String token = token(model);
			answers(token, true);
			String id = model.call(prompt(new UserMessage("Is it Weber?")))
				.getMetadata()
				.get(GovernanceMetadata.AUDIT_ID);
			AuditReader reader = context.getBean(AuditLedger.class)
				.reader(new Actor("auditor", "test", Set.of("TACIT_AUDITOR")));
			List<AuditRecord> records = reader.search(AuditQuery.ofRequest(id));
			assertThat(records).extracting(AuditRecord::phase).containsExactly("COMPLETED", "INTENT");
			assertThat(reader.content(records.get(0)).orElseThrow().toString())
				.contains("It is " + (role.restores ? "Weber" : token) + " who called.");
			assertThat(reader.content(records.get(1)).orElseThrow().toString()).contains("Is it " + token + "?")
				.doesNotContain("Weber");
		});
	}

	/** Knows where people are. */
	private record Find(List<String> told) implements ToolCallback {

		@Override
		public ToolDefinition getToolDefinition() {
			return ToolDefinition.builder().name("find").description("finds people").inputSchema("{}").build();
		}

		@Override
		public String call(String arguments) {
			this.told.add(arguments);
			return "Dr. Weber is in";
		}

	}

}
