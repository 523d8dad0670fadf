/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditReader;
import dev.tacit.audit.AuditRecord;
import dev.tacit.chat.TacitChatOptions;
import dev.tacit.governance.Caller;
import dev.tacit.governance.CallerResolver;
import dev.tacit.governance.GovernanceMetadata;
import dev.tacit.governance.ReplayCommand;
import dev.tacit.governance.ReplayProof;
import dev.tacit.governance.ReplayReport;
import dev.tacit.governance.ReplayReport.Verdict;
import dev.tacit.inference.Engine;
import dev.tacit.inference.EngineHost;
import dev.tacit.inference.ReplyText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** "This model did say this": the ledger's records held against the demo model. */
class ReplayTest {

	private static final String DOSE = "A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?";

	private static final TacitChatOptions GREEDY = TacitChatOptions.builder().temperature(0.0).build();

	private static final TacitChatOptions DRAWN = TacitChatOptions.builder()
		.temperature(1.1)
		.seed(7L)
		.maxTokens(80)
		.build();

	@TempDir
	static Path cache;

	@TempDir
	Path folder;

	private void run(Consumer<AssertableApplicationContext> test, String... properties) {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TacitAuditAutoConfiguration.class, TacitPrivacyAutoConfiguration.class,
							TacitGovernanceAutoConfiguration.class, TacitEngineAutoConfiguration.class,
							TacitMetricsAutoConfiguration.class, TacitChatAutoConfiguration.class))
			.withBean(CallerResolver.class, () -> () -> new Caller("anna", "test", Set.of("ROLE_CLINICIAN")))
			.withPropertyValues("tacit.model.location=classpath:dev/tacit/demo", "tacit.model.cache-directory=" + cache,
					"tacit.engine.context-length=1024",
					"tacit.audit.datasource.url=jdbc:h2:file:" + this.folder.resolve("ledger"),
					"tacit.audit.key-file=" + this.folder.resolve("keys"))
			.withPropertyValues(properties)
			.run(test::accept);
	}

	private static AuditReader reader(AssertableApplicationContext context) {
		return context.getBean(AuditLedger.class).reader(new Actor("auditor", "test", Set.of("TACIT_AUDITOR")));
	}

	private static ReplayProof proof(AssertableApplicationContext context) {
		return new ReplayProof(context.getBean(EngineHost.class).loaded().orElseThrow());
	}

	private static String ask(AssertableApplicationContext context, String question, TacitChatOptions options) {
		ChatResponse response = context.getBean(ChatModel.class).call(new Prompt(question, options));
		return Objects.requireNonNull(response.getMetadata().get(GovernanceMetadata.AUDIT_ID));
	}

	private static Map<String, Object> content(AuditReader reader, String request, String phase) {
		AuditRecord record = record(reader, request, phase);
		Map<String, Object> content = new LinkedHashMap<>();
		reader.content(record).orElseThrow().forEach((name, value) -> content.put((String) name, value));
		return content;
	}

	private static AuditRecord record(AuditReader reader, String request, String phase) {
		return reader.search(AuditQuery.ofRequest(request))
			.stream()
			.filter((record) -> record.phase().equals(phase))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void greedyAndDrawnRepliesAreReproduced() {
		run((context) -> {
			for (TacitChatOptions options : List.of(GREEDY, DRAWN)) {
				ReplayReport report = proof(context).replay(reader(context), ask(context, DOSE, options));
				assertThat(report.verdict()).as(report.sentence()).isEqualTo(Verdict.REPRODUCED);
				assertThat(report.judged()).isGreaterThan(10).isEqualTo(report.scores().size());
			}
		});
	}

	@Test
	void aStreamedReplyIsReproduced() {
		run((context) -> {
			ChatResponse last = Objects
				.requireNonNull(context.getBean(ChatModel.class).stream(new Prompt(DOSE, GREEDY)).blockLast());
			String request = Objects.requireNonNull(last.getMetadata().get(GovernanceMetadata.AUDIT_ID));
			ReplayReport report = proof(context).replay(reader(context), request);
			assertThat(report.verdict()).as(report.sentence()).isEqualTo(Verdict.REPRODUCED);
		});
	}

	@Test
	void oneChangedWordIsToldApart() {
		run((context) -> {
			for (TacitChatOptions options : List.of(GREEDY, DRAWN)) {
				AuditReader reader = reader(context);
				String request = ask(context, DOSE, options);
				String facts = record(reader, request, "COMPLETED").facts();
				Map<String, Object> asked = content(reader, request, "INTENT");
				Map<String, Object> answered = content(reader, request, "COMPLETED");
				assertThat(proof(context).replay(facts, asked, answered).verdict()).isEqualTo(Verdict.REPRODUCED);

				// The text alone is changed.
				Map<String, Object> text = new LinkedHashMap<>(answered);
				text.put("reasoning", "not " + text.get("reasoning"));
				assertThat(proof(context).replay(facts, asked, text).verdict()).isEqualTo(Verdict.TEXT_DIFFERS);
				Map<String, Object> question = Map.of("messages", List.of(Map.of("role", "user", "text", "Another?")));
				assertThat(proof(context).replay(facts, question, answered).verdict()).isEqualTo(Verdict.TEXT_DIFFERS);

				// Text and tokens are changed alike.
				ReplayReport forged = proof(context).replay(facts, asked, forged(context, answered));
				assertThat(forged.verdict()).as(forged.sentence()).isEqualTo(Verdict.DIFFERS);
			}
		});
	}

	/** Another word in the middle of the reply, in its tokens and in its texts. */
	private static Map<String, Object> forged(AssertableApplicationContext context, Map<String, Object> answered) {
		Map<String, Object> replay = new HashMap<>();
		((Map<?, ?>) Objects.requireNonNull(answered.get("replay")))
			.forEach((name, value) -> replay.put((String) name, value));
		int[] reply = List.of(((String) replay.get("reply")).split(" ")).stream().mapToInt(Integer::parseInt).toArray();
		Engine engine = context.getBean(EngineHost.class).loaded().orElseThrow();
		int middle = reply.length / 2;
		int before = reply[middle];
		for (int token = reply[middle] + 1; engine.text(token).isBlank() || reply[middle] == before; token++) {
			reply[middle] = token;
		}
		replay.put("reply", Arrays.stream(reply).mapToObj(String::valueOf).collect(Collectors.joining(" ")));
		ReplyText text = engine.replyText(reply);
		Map<String, Object> forged = new LinkedHashMap<>(answered);
		forged.put("replay", replay);
		forged.put("reasoning", text.reasoning());
		forged.put("answer", text.answer());
		return forged;
	}

	@Test
	void anotherModelsRecordIsNotHeldAgainstThisOne() {
		run((context) -> {
			AuditReader reader = reader(context);
			String request = ask(context, DOSE, GREEDY);
			String facts = record(reader, request, "COMPLETED").facts()
				.replaceAll("\"modelSha256\":\".", "\"modelSha256\":\"_");
			assertThat(proof(context)
				.replay(facts, content(reader, request, "INTENT"), content(reader, request, "COMPLETED"))
				.verdict()).isEqualTo(Verdict.OTHER_MODEL);
		});
	}

	@Test
	void aReplyThatThePolicyChangedLeavesNoTokens() {
		run((context) -> {
			AuditReader reader = reader(context);
			String request = ask(context, DOSE, GREEDY);
			assertThat(content(reader, request, "COMPLETED")).doesNotContainKey("replay");
			assertThat(proof(context).replay(reader, request).verdict()).isEqualTo(Verdict.NOT_RECORDED);
		}, "tacit.privacy.custom.TOTAL.pattern=[0-9]{3} mg", "tacit.privacy.custom.TOTAL.words=2",
				"tacit.privacy.entities.TOTAL=redact");
	}

	@Test
	void whatThePolicyChangedInAnEarlierCallOfAToolLeavesTheReplyItsTokens() {
		run((context) -> {
			AuditReader reader = reader(context);
			AssistantMessage called = AssistantMessage.builder()
				.content("")
				.toolCalls(List.of(new AssistantMessage.ToolCall("1", "function", "calculate",
						"{\"expression\": \"64 * 15\", \"card\": \"4111 1111 1111 1111\"}")))
				.build();
			ToolResponseMessage result = ToolResponseMessage.builder()
				.responses(List.of(new ToolResponseMessage.ToolResponse("1", "calculate", "960")))
				.build();
			ChatResponse response = context.getBean(ChatModel.class)
				.call(new Prompt(List.of(new UserMessage(DOSE), called, result), GREEDY));
			String request = Objects.requireNonNull(response.getMetadata().get(GovernanceMetadata.AUDIT_ID));
			assertThat(content(reader, request, "COMPLETED").get("findings")).asString()
				.contains("TOOL_ARGUMENTS", "MASK");
			ReplayReport report = proof(context).replay(reader, request);
			assertThat(report.verdict()).as(report.sentence()).isEqualTo(Verdict.REPRODUCED);
		});
	}

	@Test
	void theCommandProvesFromAnArchiveAndAFolder() {
		run((context) -> {
			String request = ask(context, DOSE, GREEDY);
			Path archive = this.folder.resolve("evidence.zip");
			try (OutputStream out = Files.newOutputStream(archive)) {
				reader(context).export(AuditQuery.ofRequest(request), true, out);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			Path model = Path.of("..", "demo-model", "src", "main", "resources", "dev", "tacit", "demo");
			assertThat(replay(archive, request, model)).isZero();
			assertThat(replay(archive, "another-request", model)).isOne();
		});
	}

	@Test
	void theCommandRunsTheVariantThatTheRecordNames() {
		run((context) -> {
			String request = ask(context, DOSE, GREEDY);
			Path archive = this.folder.resolve("evidence.zip");
			try (OutputStream out = Files.newOutputStream(archive)) {
				reader(context).export(AuditQuery.ofRequest(request), true, out);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			assertThat(replay(archive, request,
					Path.of("..", "demo-model", "src", "main", "resources", "dev", "tacit", "demo")))
				.isZero();
		}, "tacit.model.variant=int8", "tacit.engine.key-values=int8");
	}

	private static int replay(Path archive, String request, Path model) {
		try {
			return ReplayCommand.run(List.of(archive.toString(), request, model.toString(), cache.toString()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@ParameterizedTest
	@CsvSource({ "tacit.governance.recording.level=metadata, false, false",
			"tacit.governance.recording.level=request, true, false",
			"tacit.governance.recording.routes.local=metadata, false, false",
			"tacit.governance.recording.roles.CLINICIAN=request, true, false",
			"tacit.governance.recording.roles.ROLE_CLINICIAN=full, true, true" })
	void aLevelDecidesWhatIsKept(String property, boolean question, boolean answer) {
		String general = property.contains(".roles.ROLE_") ? "metadata" : "full";
		String[] properties = property.contains(".level=") ? new String[] { property }
				: new String[] { "tacit.governance.recording.level=" + general, property };
		run((context) -> {
			AuditReader reader = reader(context);
			String request = ask(context, DOSE, GREEDY);
			assertThat(content(reader, request, "INTENT").containsKey("messages")).isEqualTo(question);
			assertThat(content(reader, request, "COMPLETED").containsKey("answer")).isEqualTo(answer);
			assertThat(content(reader, request, "COMPLETED")).containsKey("actor");
			assertThat(record(reader, request, "COMPLETED").facts()).contains("completionTokens", "\"recording\":");
		}, properties);
	}

	@Test
	void aLevelThatRecordsNothingIsNotOffered() {
		run((context) -> assertThat(context).hasFailed(), "tacit.governance.recording.level=none");
		run((context) -> assertThat(context).hasFailed(), "tacit.governance.recording.routes.elsewhere=full");
	}

}
