/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditReader;
import dev.tacit.audit.AuditRecord;
import dev.tacit.audit.Phase;
import dev.tacit.chat.TacitReasoning;
import dev.tacit.chat.TacitUsage;
import dev.tacit.governance.Caller;
import dev.tacit.governance.CallerResolver;
import dev.tacit.governance.GovernanceMetadata;
import dev.tacit.governance.GovernedChatModel;
import dev.tacit.inference.Engine;
import dev.tacit.privacy.PolicyBlockedException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The whole chain below a controller: the demo model, the policy, an H2 file, meters. */
@ExtendWith(OutputCaptureExtension.class)
class GovernedChatTest {

	private static final String DOSE = "A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?";

	private static final String CARD = "4111 1111 1111 1111";

	@TempDir
	static Path cache;

	@TempDir
	Path folder;

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TacitAuditAutoConfiguration.class, TacitPrivacyAutoConfiguration.class,
							TacitGovernanceAutoConfiguration.class, TacitEngineAutoConfiguration.class,
							TacitMetricsAutoConfiguration.class, TacitChatAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(CallerResolver.class,
					() -> () -> new Caller("anna", "test", Set.of("ROLE_CLINICIAN", "TACIT_REASONING")))
			.withPropertyValues("tacit.model.location=classpath:dev/tacit/demo", "tacit.model.cache-directory=" + cache,
					"tacit.engine.context-length=1024",
					"tacit.audit.datasource.url=jdbc:h2:file:" + this.folder.resolve("ledger"),
					"tacit.audit.key-file=" + this.folder.resolve("keys"));
	}

	private void run(Consumer<AssertableApplicationContext> test) {
		runner().run(test::accept);
	}

	@Test
	void theOnlyChatModelIsTheGovernedOne() {
		run((context) -> assertThat(context).getBean(ChatModel.class).isInstanceOf(GovernedChatModel.class));
	}

	@Test
	void aCallIsAnsweredRecordedAndCounted() {
		run((context) -> {
			ChatResponse response = context.getBean(ChatModel.class).call(new Prompt(DOSE));
			assertThat(Objects.requireNonNull(response.getResult()).getOutput().getText()).contains("960 mg");
			assertThat(TacitReasoning.of(response))
				.hasValueSatisfying((trace) -> assertThat(trace).contains("64 * 15"));
			String auditId = response.getMetadata().get(GovernanceMetadata.AUDIT_ID);
			AuditLedger ledger = context.getBean(AuditLedger.class);
			List<AuditRecord> records = reader(ledger).search(AuditQuery.ofRequest(Objects.requireNonNull(auditId)));
			assertThat(records).extracting(AuditRecord::phase).containsExactly("COMPLETED", "INTENT");
			assertThat(reader(ledger).content(records.get(0)))
				.hasValueSatisfying((content) -> assertThat((String) content.get("reasoning")).contains("64 * 15"));
			assertThat(ledger.verify((checked) -> {
			}).valid()).isTrue();
		});
	}

	@Test
	void aReplyTellsWhatTheModelSawInTheFirstPartAndInTheLast() {
		run((context) -> {
			List<ChatResponse> chunks = Objects.requireNonNull(
					context.getBean(ChatModel.class).stream(new Prompt("Repeat: card " + CARD)).collectList().block());
			for (ChatResponse chunk : List.of(chunks.get(0), chunks.get(chunks.size() - 1))) {
				Map<String, Object> seen = Objects.requireNonNull(chunk.getMetadata().get(GovernanceMetadata.SEEN));
				assertThat(seen).containsEntry("text", "Repeat: card **** **** **** 1111")
					.containsEntry("marks", List.of(Map.of("entity", "PAYMENT_CARD", "action", "MASK", "typedStart", 13,
							"typedEnd", 32, "start", 13, "end", 32)));
			}
		});
	}

	@Test
	void metersEqualTheSumsOfTheResponses() {
		run((context) -> {
			int prompt = 0;
			int reasoning = 0;
			int answer = 0;
			for (String question : List.of(DOSE, "Hello", "Convert 2.5 g to mg.")) {
				ChatResponse response = context.getBean(ChatModel.class).call(new Prompt(question));
				TacitUsage usage = (TacitUsage) Objects
					.requireNonNull(response.getMetadata().getUsage().getNativeUsage());
				prompt += usage.promptTokens();
				reasoning += usage.reasoningTokens();
				answer += usage.answerTokens();
			}
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("tacit.tokens").tag("type", "prompt").counter().count()).isEqualTo(prompt);
			assertThat(registry.get("tacit.tokens").tag("type", "reasoning").counter().count()).isEqualTo(reasoning);
			assertThat(registry.get("tacit.tokens").tag("type", "answer").counter().count()).isEqualTo(answer);
		});
	}

	@Test
	void aStreamEndsWithOneChunkThatHoldsTheRest() {
		run((context) -> {
			List<ChatResponse> chunks = Objects
				.requireNonNull(context.getBean(ChatModel.class).stream(new Prompt(DOSE)).collectList().block());
			StringBuilder text = new StringBuilder();
			StringBuilder trace = new StringBuilder();
			for (ChatResponse chunk : chunks) {
				text.append(Objects.requireNonNull(chunk.getResult()).getOutput().getText());
				TacitReasoning.delta(chunk).ifPresent(trace::append);
				assertThat(chunk.getMetadata().getId()).isEqualTo(chunks.get(0).getMetadata().getId());
			}
			ChatResponse last = chunks.get(chunks.size() - 1);
			assertThat(chunks.subList(0, chunks.size() - 1))
				.allMatch((chunk) -> Objects.requireNonNull(chunk.getResult()).getMetadata().getFinishReason() == null);
			assertThat(Objects.requireNonNull(last.getResult()).getMetadata().getFinishReason()).isEqualTo("stop");
			assertThat(text.toString()).contains("960 mg").doesNotContain("think");
			assertThat(TacitReasoning.of(last)).hasValue(trace.toString());
		});
	}

	@Test
	void aCancelledStreamIsRecordedOnce() {
		run((context) -> {
			context.getBean(ChatModel.class).stream(new Prompt(DOSE)).take(3).blockLast();
			AuditLedger ledger = context.getBean(AuditLedger.class);
			assertThat(awaitOutcome(ledger)).containsExactly("CANCELLED", "INTENT");
			AuditRecord cancelled = reader(ledger).search(AuditQuery.ofPhase(Phase.CANCELLED, 1)).get(0);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			int prompt = (int) registry.get("tacit.tokens").tag("type", "prompt").counter().count();
			int written = (int) (registry.get("tacit.tokens").tag("type", "reasoning").counter().count()
					+ registry.get("tacit.tokens").tag("type", "answer").counter().count());
			assertThat(written).isPositive();
			assertThat(cancelled.facts()).contains("\"promptTokens\":\"" + prompt + "\"",
					"\"completionTokens\":\"" + written + "\"");
		});
	}

	/**
	 * A cancel signal travels on its own; the ledger is asked until the outcome is there.
	 */
	private static List<String> awaitOutcome(AuditLedger ledger) {
		long deadline = System.nanoTime() + 20_000_000_000L;
		List<AuditRecord> cancelled = reader(ledger).search(AuditQuery.ofPhase(Phase.CANCELLED, 1));
		while (cancelled.isEmpty() && System.nanoTime() < deadline) {
			Thread.onSpinWait();
			cancelled = reader(ledger).search(AuditQuery.ofPhase(Phase.CANCELLED, 1));
		}
		return reader(ledger).search(AuditQuery.ofRequest(cancelled.get(0).requestId()))
			.stream()
			.map(AuditRecord::phase)
			.toList();
	}

	private static AuditReader reader(AuditLedger ledger) {
		return ledger.reader(new Actor("auditor", "test", Set.of("TACIT_AUDITOR")));
	}

	@Test
	void aCardIsMaskedBeforeTheModelSeesItAndNowhereInClear(CapturedOutput output) throws IOException {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("dev.tacit", LogLevel.TRACE);
		try {
			run((context) -> {
				ChatResponse response = context.getBean(ChatModel.class)
					.call(new Prompt("Repeat: card " + CARD + " ok"));
				assertThat(response.toString()).doesNotContain("4111");
				String auditId = Objects.requireNonNull(response.getMetadata().get(GovernanceMetadata.AUDIT_ID));
				AuditLedger ledger = context.getBean(AuditLedger.class);
				AuditRecord intent = reader(ledger).search(AuditQuery.ofRequest(auditId)).get(1);
				assertThat(reader(ledger).content(intent))
					.hasValueSatisfying((content) -> assertThat(content.toString()).contains("**** **** **** 1111")
						.doesNotContain("4111"));
				List<Map<String, Object>> findings = response.getMetadata().get(GovernanceMetadata.FINDINGS);
				assertThat(findings).first()
					.satisfies((finding) -> assertThat(finding).containsEntry("action", "MASK"));
				assertThat(((SimpleMeterRegistry) context.getBean(MeterRegistry.class)).getMetersAsString())
					.doesNotContain("4111");
			});
		}
		finally {
			LoggingSystem.get(getClass().getClassLoader()).setLogLevel("dev.tacit", null);
		}
		// Four digits alone stand in many a hash.
		assertThat(output.getAll()).doesNotContain("4111 1111", "41111111");
		String database = new String(Files.readAllBytes(this.folder.resolve("ledger.mv.db")),
				StandardCharsets.ISO_8859_1);
		assertThat(database).doesNotContain("4111 1111", "41111111");
	}

	@Test
	void anInvalidCardNumberPasses() {
		run((context) -> {
			ChatResponse response = context.getBean(ChatModel.class)
				.call(new Prompt("Repeat: 4111 1111 1111 1112 " + "ok"));
			List<Map<String, Object>> findings = response.getMetadata().get(GovernanceMetadata.FINDINGS);
			assertThat(findings).noneMatch((finding) -> "PROMPT".equals(finding.get("direction")));
		});
	}

	@Test
	void aBlockedPromptIsDeniedAndRecorded() {
		runner().withPropertyValues("tacit.privacy.entities.PAYMENT_CARD=block").run((context) -> {
			assertThatExceptionOfType(PolicyBlockedException.class)
				.isThrownBy(() -> context.getBean(ChatModel.class).call(new Prompt("My card is " + CARD)));
			assertThat(reader(context.getBean(AuditLedger.class)).search(AuditQuery.newest(1)))
				.extracting(AuditRecord::phase)
				.containsExactly("DENIED");
		});
	}

	@Test
	void aCallerWithoutTheAuthoritySeesNoTraceButTheLedgerHoldsIt() {
		runner().withBean("nobody", CallerResolver.class, () -> () -> Caller.ANONYMOUS, (bean) -> bean.setPrimary(true))
			.run((context) -> {
				List<ChatResponse> chunks = Objects
					.requireNonNull(context.getBean(ChatModel.class).stream(new Prompt(DOSE)).collectList().block());
				assertThat(chunks).noneMatch(
						(chunk) -> TacitReasoning.delta(chunk).isPresent() || TacitReasoning.of(chunk).isPresent());
				AuditLedger ledger = context.getBean(AuditLedger.class);
				assertThat(reader(ledger).content(reader(ledger).search(AuditQuery.newest(1)).get(0)))
					.hasValueSatisfying((content) -> assertThat((String) content.get("reasoning")).isNotEmpty());
			});
	}

	@Test
	void aKnobTheEngineLacksIsRefusedBeforeTheStream() {
		run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> context.getBean(ChatModel.class)
				.stream(new Prompt("Hi", ChatOptions.builder().frequencyPenalty(0.5).build()))
				.blockLast())
			.withMessageContaining("frequencyPenalty"));
	}

	@Test
	void mistakesAtStartAreOneSentenceAndAWayOut() throws IOException {
		assertExplained(new ModelFolderFailureAnalyzer(), "tacit.model.location=" + this.folder.resolve("missing"));
		assertExplained(new ModelLocationFailureAnalyzer(), "tacit.model.location=");
		assertExplained(new ModelLocationFailureAnalyzer(), "tacit.model.location=classpath:no/such/model");
		assertExplained(new ModelFolderFailureAnalyzer(), "tacit.model.sha256=" + "0".repeat(64));
		assertExplained(new LedgerOpenFailureAnalyzer(), "tacit.audit.datasource.url=jdbc:h2:mem:ledger");
		Path truncated = Files.createDirectory(this.folder.resolve("truncated"));
		try (var files = Files.list(Path.of("../demo-model/src/main/resources/dev/tacit/demo"))) {
			for (Path file : files.toList()) {
				byte[] bytes = Files.readAllBytes(file);
				boolean weights = file.toString().endsWith(".safetensors");
				Files.write(truncated.resolve(file.getFileName()),
						weights ? Arrays.copyOf(bytes, bytes.length - 1000) : bytes);
			}
		}
		assertExplained(new ModelFolderFailureAnalyzer(), "tacit.model.location=" + truncated);
	}

	private void assertExplained(FailureAnalyzer analyzer, String property) {
		runner().withPropertyValues(property).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = analyzer.analyze(Objects.requireNonNull(context.getStartupFailure()));
			assertThat(analysis).as(property).isNotNull();
			assertThat(analysis.getDescription()).as(property).isNotBlank();
			assertThat(analysis.getAction()).as(property).contains("tacit.");
		});
	}

	@Test
	void switchedOffThereIsNoModel() {
		runner().withPropertyValues("tacit.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(Engine.class);
			assertThat(context).doesNotHaveBean(ChatModel.class).doesNotHaveBean(AuditLedger.class);
		});
	}

}
