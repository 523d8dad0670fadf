/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditRecord;
import dev.tacit.audit.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which configuration and policy ruled when: a record at each start that changed them.
 */
class ConfigurationRecordTest {

	@TempDir
	Path folder;

	/**
	 * Starts and stops with these properties; the facts recorded so far, oldest first.
	 */
	private List<String> start(String... properties) {
		Recorded recorded = new Recorded();
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TacitAuditAutoConfiguration.class,
					TacitPrivacyAutoConfiguration.class, TacitGovernanceAutoConfiguration.class))
			.withPropertyValues("tacit.audit.datasource.url=jdbc:h2:file:" + this.folder.resolve("ledger"),
					"tacit.audit.key-file=" + this.folder.resolve("keys"))
			.withPropertyValues(properties)
			.run((context) -> recorded.accept(context.getBean(AuditLedger.class)));
		return recorded.facts;
	}

	@Test
	void onlyAStartWithAnotherConfigurationOrPolicyIsRecorded() {
		assertThat(start()).hasSize(1).first().asString().contains("configurationSha256", "policy");
		assertThat(start()).as("the same again").hasSize(1);
		List<String> changed = start("tacit.audit.queue-capacity=9999");
		assertThat(changed).hasSize(2);
		assertThat(changed.get(1)).contains("previous.configurationSha256").doesNotContain("previous.policy");
		List<String> policy = start("tacit.audit.queue-capacity=9999", "tacit.privacy.entities.EMAIL=mask");
		assertThat(policy).hasSize(3);
		assertThat(policy.get(2)).contains("previous.policy", "previous.configurationSha256");
		assertThat(policy.get(2)).doesNotContain("9999").doesNotContain("EMAIL");
	}

	@ParameterizedTest
	@ValueSource(strings = { "tacit.remote.local.api-key=canary-secret",
			"tacit.privacy.key=canary-secret-of-thirty-two-characters",
			"tacit.audit.key-encryption.former-keys[0]=canary-secret", "tacit.custom.token=canary-secret" })
	void aSecretIsNotUnderTheDigest(String secret) {
		start();
		assertThat(start(secret)).hasSize(start().size());
	}

	@Test
	void whatAUrlSaysOfPasswordsIsNotUnderTheDigest() {
		String url = "tacit.remote.base-url=http://anna:%s@llm.internal/v1?password=%s&model=a";
		int once = start(String.format(url, "canary1", "canary1")).size();
		assertThat(start(String.format(url, "canary2", "canary2"))).hasSize(once);
		assertThat(start(String.format(url, "canary2", "canary2") + "b")).hasSizeGreaterThan(once);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tacit.chat.max-tokens=77", "tacit.engine.state-tokens=9999",
			"tacit.governance.quotas.tokens-per-hour=99" })
	void aNumberOfTokensIsNoSecret(String setting) {
		int before = start().size();
		assertThat(start(setting)).hasSizeGreaterThan(before);
	}

	private static final class Recorded implements Consumer<AuditLedger> {

		private List<String> facts = List.of();

		@Override
		public void accept(AuditLedger ledger) {
			this.facts = ledger.reader(new Actor("auditor", "test", Set.of()))
				.search(AuditQuery.ofPhase(Phase.CONFIG_CHANGED, 100))
				.stream()
				.sorted(Comparator.comparing(AuditRecord::sequence))
				.map(AuditRecord::facts)
				.toList();
		}

	}

}
