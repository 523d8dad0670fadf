/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditReader;
import dev.tacit.audit.AuditRecord;
import dev.tacit.audit.Phase;
import dev.tacit.chat.TacitChatOptions;
import dev.tacit.chat.TacitReasoning;
import dev.tacit.chat.TacitUsage;
import dev.tacit.governance.Caller;
import dev.tacit.governance.CallerResolver;
import dev.tacit.governance.GovernanceMetadata;
import dev.tacit.privacy.LeavingProcessException;
import dev.tacit.remote.RemoteEngineException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeTypeUtils;

import static dev.tacit.autoconfigure.RemoteServerStub.finish;
import static dev.tacit.autoconfigure.RemoteServerStub.stream;
import static dev.tacit.autoconfigure.RemoteServerStub.text;
import static dev.tacit.autoconfigure.RemoteServerStub.thought;
import static dev.tacit.autoconfigure.RemoteServerStub.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A model on another machine: whatever the server does, nothing recorded is lost and no
 * clear identifier leaves.
 */
@NullUnmarked
@ExtendWith(OutputCaptureExtension.class)
class RemoteEngineTest {

	@TempDir
	private Path folder;

	private RemoteServerStub server;

	@BeforeEach
	void start() {
		this.server = new RemoteServerStub();
	}

	@AfterEach
	void stop() {
		this.server.receivedNoCanary();
		this.server.close();
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TacitAuditAutoConfiguration.class, TacitPrivacyAutoConfiguration.class,
							TacitGovernanceAutoConfiguration.class, TacitEngineAutoConfiguration.class,
							TacitRemoteAutoConfiguration.class, TacitRemoteMetricsAutoConfiguration.class,
							TacitMetricsAutoConfiguration.class, TacitChatAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(TestObservationRegistry.class, TestObservationRegistry::create)
			.withBean(CallerResolver.class, () -> () -> new Caller("anna", "test", Set.of("TACIT_REASONING")))
			.withPropertyValues("tacit.remote.base-url=" + this.server.baseUrl(), "tacit.remote.model=lfm2.5",
					"tacit.remote.api-key=the-key", "tacit.privacy.leaving-process=filtered",
					"tacit.audit.datasource.url=jdbc:h2:file:" + this.folder.resolve("ledger"),
					"tacit.audit.key-file=" + this.folder.resolve("keys"));
	}

	/** Runs, then checks that each intent has its one outcome and the chain holds. */
	private void run(ApplicationContextRunner runner, Consumer<AssertableApplicationContext> test) {
		runner.run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(context);
			AuditLedger ledger = context.getBean(AuditLedger.class);
			for (AuditRecord intent : reader(ledger).search(AuditQuery.ofPhase(Phase.INTENT, 100))) {
				assertThat(reader(ledger).search(AuditQuery.ofRequest(intent.requestId()))).hasSize(2);
			}
			assertThat(ledger.verify((checked) -> {
			}).valid()).isTrue();
		});
	}

	private static AuditReader reader(AuditLedger ledger) {
		return ledger.reader(new Actor("auditor", "test", Set.of("TACIT_AUDITOR")));
	}

	private static List<AuditRecord> records(AssertableApplicationContext context) {
		AuditReader reader = reader(context.getBean(AuditLedger.class));
		return reader.search(AuditQuery.newest(50))
			.stream()
			.filter((record) -> Set.of("INTENT", "COMPLETED", "FAILED", "CANCELLED", "DENIED").contains(record.phase()))
			.toList();
	}

	private static Prompt prompt() {
		return new Prompt("What is the dose? " + RemoteServerStub.CANARIES);
	}

	@Test
	void aCallIsAnsweredWithTraceAndUsageRecordedAndCounted() {
		this.server.answers(thought("64 times "), thought("15"), text("It is "), text("960 mg."), finish("stop"),
				usage(20, 9, 4), "[DONE]");
		run(runner(), (context) -> {
			ChatResponse response = context.getBean(ChatModel.class).call(prompt());
			assertThat(response.getResult().getOutput().getText()).isEqualTo("It is 960 mg.");
			assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("stop");
			assertThat(TacitReasoning.of(response)).hasValue("64 times 15");
			assertThat(response.getMetadata().getUsage().getNativeUsage()).isEqualTo(new TacitUsage(20, 0, 4, 5));
			assertThat(records(context)).extracting(AuditRecord::phase).containsExactly("COMPLETED", "INTENT");
			for (AuditRecord record : records(context)) {
				assertThat(record.facts()).contains("\"engine\":\"remote\"", "\"model\":\"lfm2.5\"",
						"\"endpoint\":\"http://localhost:");
			}
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("tacit.tokens").tag("type", "reasoning").counter().count()).isEqualTo(4);
			assertThat(meters.get("tacit.privacy.findings").tag("entity", "IBAN").counter().count()).isEqualTo(1);
			TestObservationRegistryAssert.assertThat(context.getBean(TestObservationRegistry.class))
				.hasObservationWithNameEqualTo("gen_ai.client.operation")
				.that()
				.hasHighCardinalityKeyValue("gen_ai.usage.input_tokens", "20")
				.hasLowCardinalityKeyValue("gen_ai.response.model", "lfm2.5")
				.hasBeenStopped();
			assertThat(this.server.requests().get(0).getHeader("Authorization")).isEqualTo("Bearer the-key");
			assertThat(this.server.requests().get(0).getHeaders().keys())
				.noneMatch((name) -> name.toLowerCase().startsWith("x-stainless"));
			assertThat(this.server.bodies()).singleElement().asString().contains("**** **** **** 1111");
		});
	}

	@Test
	void aStreamCarriesThoughtsBesideTheTextAndEndsWithOneWholeChunk() {
		this.server.answers(thought("64 times "), thought("15"), text("Write to "), text("bob@exa"), text("mple.org."),
				finish("stop"), usage(20, 9, 4), "[DONE]");
		run(runner(), (context) -> {
			List<ChatResponse> chunks = context.getBean(ChatModel.class).stream(prompt()).collectList().block();
			StringBuilder answer = new StringBuilder();
			StringBuilder trace = new StringBuilder();
			for (ChatResponse chunk : chunks) {
				answer.append(chunk.getResult().getOutput().getText());
				TacitReasoning.delta(chunk).ifPresent(trace::append);
				assertThat(chunk.getMetadata().getId()).isEqualTo("c1");
			}
			assertThat(answer.toString()).isEqualTo("Write to [EMAIL].");
			assertThat(trace.toString()).isEqualTo("64 times 15");
			ChatResponse last = chunks.get(chunks.size() - 1);
			assertThat(last.getResult().getMetadata().getFinishReason()).isEqualTo("stop");
			assertThat(last.getMetadata().getUsage().getTotalTokens()).isEqualTo(29);
			assertThat(TacitReasoning.of(last)).hasValue("64 times 15");
			assertThat(chunks.subList(0, chunks.size() - 1))
				.allMatch((chunk) -> chunk.getResult().getMetadata().getFinishReason() == null);
			assertThat(records(context)).extracting(AuditRecord::phase).containsExactly("COMPLETED", "INTENT");
		});
	}

	static final class Accounts {

		@Tool(description = "Tells the balance of an account.")
		String balance(String account) {
			return "never called here";
		}

	}

	@Test
	void aToolCallComesWholeAndItsResultIsFilteredOnTheWayBack() {
		this.server.answers(
				RemoteServerStub.call(Map.of("index", 0, "id", "call-1", "type", "function", "function",
						Map.of("name", "balance", "arguments", "{\"acco"))),
				RemoteServerStub.call(Map.of("index", 0, "function",
						Map.of("arguments", "unt\": \"" + RemoteServerStub.IBAN + "\"}"))),
				finish("tool_calls"), usage(30, 12, 0), "[DONE]");
		run(runner(), (context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			TacitChatOptions.Builder options = TacitChatOptions.builder();
			options.toolCallbacks(List.of(ToolCallbacks.from(new Accounts())));
			Prompt asked = new Prompt("Balance?", options.build());
			AssistantMessage called = model.call(asked).getResult().getOutput();
			assertThat(called.getToolCalls()).singleElement().satisfies((call) -> {
				assertThat(call.id()).isEqualTo("call-1");
				assertThat(call.name()).isEqualTo("balance");
				assertThat(call.arguments()).isEqualTo("{\"account\": \"******************3000\"}");
			});
			ChatResponse last = model.stream(asked).blockLast();
			assertThat(last.getResult().getOutput().getToolCalls()).hasSize(1);
			assertThat(last.getResult().getMetadata().getFinishReason()).isEqualTo("tool_calls");
			this.server.answers(text("Done."), finish("stop"), "[DONE]");
			model.call(new Prompt(List.of(new UserMessage("Balance?"), called,
					ToolResponseMessage.builder()
						.responses(List.of(new ToolResponseMessage.ToolResponse("call-1", "balance",
								"12 euro, " + RemoteServerStub.CANARIES)))
						.build()),
					options.build()));
			List<String> bodies = this.server.bodies();
			assertThat(bodies).allMatch((body) -> body.contains("Tells the balance"));
			assertThat(bodies.get(bodies.size() - 1)).contains("12 euro", "call-1");
		});
	}

	@ParameterizedTest
	@EnumSource
	void aServersFailureIsOneTypedSentenceAndItsRequestIsRecorded(RemoteMisbehaviour misbehaviour,
			CapturedOutput output) {
		this.server.answers(misbehaviour.response());
		ApplicationContextRunner impatient = runner().withPropertyValues("tacit.remote.request-timeout=2s",
				"tacit.remote.response-timeout=1s");
		run(impatient, (context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			List<RemoteEngineException> failures = List.of(
					catchThrowableOfType(RemoteEngineException.class, () -> model.call(prompt())),
					catchThrowableOfType(RemoteEngineException.class, () -> model.stream(prompt()).blockLast()));
			for (RemoteEngineException failure : failures) {
				assertThat(failure.reason()).isEqualTo(misbehaviour.reason());
				assertThat(failure).hasMessageStartingWith("The remote engine ").hasNoCause();
				assertThat(failure.getMessage()).doesNotContain(RemoteMisbehaviour.QUOTED);
			}
			assertThat(records(context)).extracting(AuditRecord::phase)
				.containsExactly("FAILED", "INTENT", "FAILED", "INTENT");
			assertThat(records(context).get(0).facts()).contains("\"reason\":\"" + misbehaviour.reason().id() + "\"");
			assertThat(this.server.requests()).hasSize(2);
		});
		assertThat(output).doesNotContain(RemoteMisbehaviour.QUOTED, RemoteServerStub.CARD, RemoteServerStub.IBAN,
				RemoteServerStub.MAIL);
	}

	@Test
	void aBusyServerSaysWhenToComeBack() {
		this.server.answers(RemoteMisbehaviour.BUSY.response());
		run(runner(),
				(context) -> assertThatExceptionOfType(RemoteEngineException.class)
					.isThrownBy(() -> context.getBean(ChatModel.class).call(prompt()))
					.withMessageContaining("HTTP 429")
					.withMessageContaining("7 seconds")
					.satisfies((busy) -> assertThat(busy.retryAfter()).hasValue(Duration.ofSeconds(7))));
	}

	@Test
	void whatArrivedBeforeTheBreakIsInTheLedger() {
		this.server.answers(thought("64 times 15"), text("It is 960 mg. And so on."));
		run(runner(), (context) -> {
			List<String> seen = new ArrayList<>();
			assertThatExceptionOfType(RemoteEngineException.class).isThrownBy(() -> context.getBean(ChatModel.class)
				.stream(prompt())
				.doOnNext((chunk) -> seen.add(chunk.getResult().getOutput().getText()))
				.blockLast());
			Map<?, ?> content = reader(context.getBean(AuditLedger.class)).content(records(context).get(0))
				.orElseThrow();
			assertThat(String.join("", seen)).isNotEmpty().isEqualTo(content.get("answer"));
		});
	}

	@Test
	void aCancelledStreamIsRecordedOnce() {
		this.server.answers(stream(text("It is "), text("960 mg. "), text("That is all."), finish("stop"))
			.withChunkedDribbleDelay(3, 4_000));
		run(runner(), (context) -> {
			context.getBean(ChatModel.class).stream(prompt()).take(1).blockLast();
			AuditReader reader = reader(context.getBean(AuditLedger.class));
			long deadline = System.nanoTime() + 20_000_000_000L;
			while (reader.search(AuditQuery.ofPhase(Phase.CANCELLED, 1)).isEmpty() && System.nanoTime() < deadline) {
				Thread.onSpinWait();
			}
			assertThat(records(context)).extracting(AuditRecord::phase).containsExactly("CANCELLED", "INTENT");
		});
	}

	@Test
	void anUntouchedPromptLeavesAndAChangedOneIsDenied() {
		this.server.answers(text("Hello."), finish("stop"), "[DONE]");
		run(runner().withPropertyValues("tacit.privacy.leaving-process=untouched"), (context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			assertThatExceptionOfType(LeavingProcessException.class).isThrownBy(() -> model.call(prompt()))
				.withMessageContaining("protected values");
			assertThat(records(context)).extracting(AuditRecord::phase).containsExactly("DENIED");
			assertThat(records(context).get(0).facts()).contains("leaving-process");
			assertThat(this.server.requests()).isEmpty();
			assertThat(model.call(new Prompt("On 3 May 2026, what is 2 + 2?")).getResult().getOutput().getText())
				.isEqualTo("Hello.");
		});
	}

	@Test
	void mediaNeverLeaveBecauseNoPolicyReadsThem() {
		run(runner(), (context) -> {
			Media scan = Media.builder()
				.mimeType(MimeTypeUtils.IMAGE_PNG)
				.data(new ByteArrayResource(new byte[] { 1 }))
				.build();
			assertThatExceptionOfType(LeavingProcessException.class)
				.isThrownBy(() -> context.getBean(ChatModel.class)
					.call(new Prompt(UserMessage.builder().text("What is this?").media(scan).build())))
				.withMessageContaining("media");
			assertThat(this.server.requests()).isEmpty();
		});
	}

	@Test
	void onlyWhatAModelNeedsLeaves() {
		this.server.answers(text("Hello."), finish("length"), "[DONE]");
		run(runner(), (context) -> {
			TacitChatOptions.Builder options = TacitChatOptions.builder().minP(0.1).seed(7L);
			options.temperature(0.2)
				.topK(20)
				.maxTokens(5)
				.stopSequences(List.of("END"))
				.toolContext(Map.of(GovernanceMetadata.SUBJECT_ID, RemoteServerStub.MAIL));
			UserMessage user = UserMessage.builder()
				.text("Hi")
				.metadata(Map.of("account", RemoteServerStub.IBAN))
				.build();
			AssistantMessage earlier = AssistantMessage.builder()
				.content("Yes?")
				.properties(Map.of("reasoningContent", RemoteServerStub.CARD))
				.build();
			context.getBean(ChatModel.class).call(new Prompt(List.of(user, earlier, user), options.build()));
			assertThat(this.server.bodies()).singleElement()
				.asString()
				.contains("\"temperature\":0.2", "\"top_k\":20", "\"min_p\":0.1", "\"seed\":7", "\"max_tokens\":5",
						"END");
		});
	}

}
