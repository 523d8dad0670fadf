/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.io.IOException;
import java.util.List;

import dev.tacit.privacy.Action;
import dev.tacit.privacy.Entity;
import dev.tacit.privacy.KnownValues;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyPolicy;
import dev.tacit.privacy.Treatment;
import org.junit.jupiter.api.Test;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.execution.DefaultToolExecutionExceptionProcessor;
import org.springframework.ai.tool.execution.ToolExecutionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a failing tool says passes the policy; what it threw goes no further. */
class GovernedToolFailuresTest {

	private static final String MAIL = "anna.weber@example.org";

	private static final ToolDefinition TOOL = ToolDefinition.builder().name("find").inputSchema("{}").build();

	private final ConversationTokens tokens = new ConversationTokens(PrivacyFilter.withDefaults(PrivacyPolicy.builder()
		.entity(Entity.IBAN, Action.BLOCK)
		.purpose("research", Entity.EMAIL, null, new Treatment(Action.BLOCK))
		.build()));

	private GovernedToolFailures failures(boolean throwing) {
		return new GovernedToolFailures(
				new DefaultToolExecutionExceptionProcessor(throwing, List.of(SecurityException.class)), this.tokens,
				() -> Caller.ANONYMOUS);
	}

	private static ToolExecutionException failure(Exception cause) {
		return new ToolExecutionException(TOOL, cause);
	}

	@Test
	void theModelIsToldTheFilteredSentence() {
		assertThat(failures(false).process(failure(new IllegalStateException("Nobody is called " + MAIL))))
			.isEqualTo("Nobody is called [EMAIL]");
		assertThat(failures(false).process(failure(new IllegalStateException("No account DE89370400440532013000"))))
			.doesNotContain("3704")
			.contains("withholds");
		assertThat(failures(false).process(failure(new IllegalStateException()))).isNotBlank();
	}

	@Test
	void whatTheCallersRequestsNamedCounts() {
		IllegalStateException thrown = new IllegalStateException("No bed for grace hill, write to " + MAIL);
		assertThat(failures(false).process(failure(thrown))).isEqualTo("No bed for grace hill, write to [EMAIL]");
		this.tokens.register(Caller.ANONYMOUS, "c1", KnownValues.builder().person("Grace", "Hill").build(), null);
		this.tokens.register(Caller.ANONYMOUS, "c2", KnownValues.builder().person("Otto", "Bed").build(), null);
		assertThat(failures(false).process(failure(thrown))).isEqualTo("No [PERSON] for [PERSON], write to [EMAIL]");
		this.tokens.register(Caller.ANONYMOUS, "c3", KnownValues.NONE, "research");
		assertThat(failures(false).process(failure(thrown))).contains("withholds");
	}

	@Test
	void whoeverCatchesItFindsNoCauseThatQuotes() {
		Exception quoting = new IllegalStateException("Nobody is called " + MAIL, new IOException(MAIL));
		assertTold(failures(true), quoting);
		// A checked exception is thrown whatever the setting.
		assertTold(failures(false), new IOException(MAIL, quoting));
	}

	private static void assertTold(GovernedToolFailures failures, Exception thrown) {
		assertThatExceptionOfType(ToolExecutionException.class).isThrownBy(() -> failures.process(failure(thrown)))
			.satisfies((told) -> {
				assertThat(told.getToolDefinition()).isEqualTo(TOOL);
				for (Throwable cause = told; cause != null; cause = cause.getCause()) {
					assertThat(cause.toString()).doesNotContain(MAIL);
				}
			});
	}

	@Test
	void aTypeThatIsToBeThrownOnIsThrownAsItIs() {
		SecurityException refused = new SecurityException("not yours");
		assertThatThrownBy(() -> failures(false).process(failure(refused))).isSameAs(refused);
	}

}
