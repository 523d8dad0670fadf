/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditContent;
import dev.tacit.audit.AuditEntry;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditRecord;
import dev.tacit.audit.AuditUnavailableException;
import dev.tacit.audit.Phase;
import dev.tacit.governance.Caller;
import dev.tacit.governance.CallerResolver;
import dev.tacit.governance.GovernanceMetadata;
import dev.tacit.governance.GovernedChatModel;
import dev.tacit.observability.AuditLedgerEndpoint;
import dev.tacit.observability.AuditVerifyEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * T67 and T70: whatever takes the ledger away, a property, an exclusion, another bean or
 * a mock, is refused or told; and an open actuator tells strangers nothing.
 */
@ExtendWith(OutputCaptureExtension.class)
class LoudnessTest {

	@TempDir
	static Path cache;

	@TempDir
	Path folder;

	private ApplicationContextRunner runner() {
		return without().withConfiguration(AutoConfigurations.of(TacitAuditAutoConfiguration.class));
	}

	/** As if the ledger's auto-configuration were excluded. */
	private ApplicationContextRunner without() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TacitPrivacyAutoConfiguration.class, TacitGovernanceAutoConfiguration.class,
							TacitEngineAutoConfiguration.class, TacitChatAutoConfiguration.class))
			.withBean(CallerResolver.class, () -> () -> new Caller("anna", "test", Set.of("ROLE_CLINICIAN")))
			.withPropertyValues("tacit.model.location=classpath:dev/tacit/demo", "tacit.model.cache-directory=" + cache,
					"tacit.engine.context-length=512", "tacit.chat.max-tokens=8",
					"tacit.audit.datasource.url=jdbc:h2:file:" + this.folder.resolve("ledger"),
					"tacit.audit.key-file=" + this.folder.resolve("keys"), "tacit.audit.append-timeout=20s");
	}

	@Test
	void t70GovernanceThatIsSwitchedOffIsToldAtTheStart(CapturedOutput output) {
		runner().withPropertyValues("tacit.governance.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ChatModel.class)).isNotInstanceOf(GovernedChatModel.class);
		});
		assertThat(warnings(output, "tacit.governance.enabled=false")).isEqualTo(1);
	}

	private static long warnings(CapturedOutput output, String sentence) {
		return output.getAll().lines().filter((line) -> line.contains("WARN") && line.contains(sentence)).count();
	}

	@Test
	void t70ALedgerThatIsExcludedIsARefusal() {
		without().run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new UngovernedModelFailureAnalyzer()
				.analyze(Objects.requireNonNull(context.getStartupFailure()));
			assertThat(Objects.requireNonNull(analysis).getDescription()).contains("without privacy policy and ledger");
			assertThat(analysis.getAction()).contains("tacit.governance.enabled=false");
		});
		assertThat(new UngovernedModelFailureAnalyzer().analyze(new IllegalStateException())).isNull();
	}

	@Test
	void t70AModelInThePlaceOfTheGovernedOneIsToldAtTheStart(CapturedOutput output) {
		runner().withBean("tacitChatModel", ChatModel.class, () -> Mockito.mock(ChatModel.class))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(warnings(output, "'tacitChatModel' is not governed")).isEqualTo(1);
	}

	@Test
	void aMemoryThatNoPolicyReachesIsToldAtTheStart(CapturedOutput output) {
		runner().withBean(ChatMemory.class, () -> MessageWindowChatMemory.builder().build())
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(warnings(output, "which no policy reaches")).isEqualTo(1);
	}

	@Test
	void t70AMockInThePlaceOfTheLedgerLetsNothingPass() {
		runner().withBean(AuditLedger.class, () -> Mockito.mock(AuditLedger.class))
			.run((context) -> assertThatExceptionOfType(AuditUnavailableException.class)
				.isThrownBy(() -> context.getBean(ChatModel.class).call(new Prompt("Hello"))));
	}

	@Test
	void nothingIsToldOfAGovernedModel(CapturedOutput output) {
		runner().withPropertyValues("tacit.governance.retention.standard=eu-high-risk",
				"tacit.governance.retention.roles.CLINICIAN=medical", "tacit.governance.retention.roles.TELLER=finance")
			.run((context) -> {
				ChatResponse response = context.getBean(ChatModel.class).call(new Prompt("Hello"));
				String id = Objects.requireNonNull(response.getMetadata().get(GovernanceMetadata.AUDIT_ID));
				assertThat(context.getBean(AuditLedger.class)
					.reader(new Actor("auditor", "test", Set.of()))
					.search(AuditQuery.ofRequest(id))).extracting(AuditRecord::retention)
					.containsExactly("medical", "medical");
			});
		assertThat(warnings(output, "governed")).isZero();
		runner().withPropertyValues("tacit.governance.retention.standard=medcal")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("tacit.governance.retention.standard"));
	}

	@Test
	void t67WithoutSecurityTheActuatorTellsStrangersNothing() {
		new ApplicationContextRunner().withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.withConfiguration(
					AutoConfigurations.of(TacitAuditAutoConfiguration.class, TacitPrivacyAutoConfiguration.class,
							TacitGovernanceAutoConfiguration.class, TacitEndpointAutoConfiguration.class))
			.withPropertyValues("tacit.audit.datasource.url=jdbc:h2:file:" + this.folder.resolve("ledger"),
					"tacit.audit.key-file=" + this.folder.resolve("keys"), "tacit.audit.append-timeout=20s",
					"management.endpoints.web.exposure.include=*")
			.run((context) -> {
				AuditLedger ledger = context.getBean(AuditLedger.class);
				ledger.appendDurably(new AuditEntry(Phase.COMPLETED, "r1", null, new Actor("anna", "test", Set.of()),
						null, Map.of(), new AuditContent(Map.of("answer", "canary"))));
				AuditLedgerEndpoint endpoint = context.getBean(AuditLedgerEndpoint.class);
				assertThat(endpoint.request("r1").getStatus()).isEqualTo(403);
				assertThat(endpoint.request("r1").getBody()).isNull();
				assertThat(endpoint.search(null, null, null, null, null, null, null).getStatus()).isEqualTo(403);
				assertThat(endpoint.search(null, null, "anna", null, null, null, null).getBody()).isNull();
				assertThat(ledger.reader(new Actor("auditor", "test", Set.of()))
					.search(AuditQuery.ofPhase(Phase.DENIED, 10))).hasSize(4);
				assertThat(context.getBean(AuditVerifyEndpoint.class).verify(null).toString()).contains("valid=true")
					.doesNotContain("canary", "anna");
			});
	}

}
