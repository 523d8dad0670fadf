/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import dev.tacit.audit.LedgerOpenException;
import dev.tacit.audit.RetentionPolicy;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What decides how long the records of a request are kept. */
class RequestRetentionTest {

	private static final Prompt PLAIN = new Prompt("Hello");

	private final RetentionPolicy policy = new RetentionPolicy(Map.of("short", Duration.ofDays(1)));

	private static Caller caller(String... authorities) {
		return new Caller("anna", "test", Set.of(authorities));
	}

	private static Prompt asking(String retention) {
		return new Prompt("Hello",
				DefaultToolCallingChatOptions.builder()
					.toolContext(Map.of(GovernanceMetadata.RETENTION_CLASS, retention))
					.build());
	}

	@Test
	void ofSeveralRolesTheOneThatKeepsLongestCounts() {
		RequestRetention retention = new RequestRetention(this.policy, "short",
				Map.of("CLINICIAN", "medical", "ROLE_TELLER", "finance", "ARCHIVIST", "default"));
		assertThat(retention.of(caller(), PLAIN)).isEqualTo("short");
		assertThat(retention.of(caller("ROLE_CLINICIAN"), PLAIN)).isEqualTo("medical");
		assertThat(retention.of(caller("ROLE_CLINICIAN", "TELLER"), PLAIN)).isEqualTo("finance");
		assertThat(retention.of(caller("CLINICIAN", "TELLER", "ARCHIVIST"), PLAIN)).as("for ever").isEqualTo("default");
	}

	@Test
	void whatTheApplicationAsksForARequestCounts() {
		RequestRetention retention = new RequestRetention(this.policy, "medical", Map.of("CLINICIAN", "finance"));
		assertThat(retention.of(caller("CLINICIAN"), asking("short"))).isEqualTo("short");
		assertThatIllegalArgumentException().isThrownBy(() -> retention.of(caller(), asking("canary")))
			.withMessageContaining("tacit.audit.retention")
			.withMessageNotContaining("canary");
	}

	@Test
	void aClassWithoutAPeriodIsASlipOfThePen() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RequestRetention(this.policy, "medcal", Map.of()))
			.withMessageContaining("No such retention class");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RequestRetention(this.policy, "default", Map.of("CLINICIAN", "medcal")));
		assertThatExceptionOfType(LedgerOpenException.class)
			.isThrownBy(() -> new RetentionPolicy(Map.of("eu-high-risk", Duration.ofDays(182))))
			.withMessageContaining("183 days");
	}

}
