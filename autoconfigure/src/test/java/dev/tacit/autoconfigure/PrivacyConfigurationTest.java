/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.tacit.observability.PolicyEndpoint;
import dev.tacit.privacy.Direction;
import dev.tacit.privacy.PolicyBlockedException;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyScope;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The policy as {@code application.yml} states it, and as the endpoint explains it. */
class PrivacyConfigurationTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(TacitPrivacyAutoConfiguration.class, TacitEndpointAutoConfiguration.class));

	private static String filtered(PrivacyFilter filter, String text, Direction direction, String... roles) {
		return filter.apply(text, direction, PrivacyScope.of(Set.of(roles))).text();
	}

	@Test
	void rulesBindByEntityDirectionAndRole() {
		this.runner
			.withPropertyValues("tacit.privacy.packs=pci-dss", "tacit.privacy.entities.IBAN.ANSWER=mask(2)",
					"tacit.privacy.entities.PHONE=allow", "tacit.privacy.roles.CLINICIAN.PERSON.ANSWER=allow",
					"tacit.privacy.roles.ROLE_CLERK.EMAIL=mask", "tacit.privacy.thresholds.US_SSN=0.9")
			.run((context) -> {
				PrivacyFilter filter = context.getBean(PrivacyFilter.class);
				assertThat(filtered(filter, "DE89370400440532013000", Direction.ANSWER))
					.isEqualTo("********************00");
				assertThat(filtered(filter, "DE89370400440532013000", Direction.PROMPT))
					.isEqualTo("******************3000");
				assertThat(filtered(filter, "+49 30 901820", Direction.PROMPT)).isEqualTo("+49 30 901820");
				assertThat(filtered(filter, "Dr. Weber", Direction.ANSWER, "ROLE_CLINICIAN")).isEqualTo("Dr. Weber");
				assertThat(filtered(filter, "Dr. Weber", Direction.ANSWER)).isEqualTo("Dr. [PERSON]");
				assertThat(filtered(filter, "a@bc.de", Direction.ANSWER, "CLERK")).isEqualTo("*@**.de");
			});
	}

	@Test
	void aRuleForOneDirectionStandsBesideTheRuleForAll() {
		this.runner
			.withPropertyValues("tacit.privacy.entities.IBAN=redact", "tacit.privacy.entities.IBAN.ANSWER=mask(2)",
					"tacit.privacy.roles.CLERK.EMAIL=mask", "tacit.privacy.roles.CLERK.EMAIL.TOOL_ARGUMENTS=block")
			.run((context) -> {
				PrivacyFilter filter = context.getBean(PrivacyFilter.class);
				assertThat(filtered(filter, "DE89370400440532013000", Direction.PROMPT)).isEqualTo("[IBAN]");
				assertThat(filtered(filter, "DE89370400440532013000", Direction.ANSWER))
					.isEqualTo("********************00");
				assertThat(filtered(filter, "a@bc.de", Direction.ANSWER, "CLERK")).isEqualTo("*@**.de");
				assertThatExceptionOfType(PolicyBlockedException.class)
					.isThrownBy(() -> filtered(filter, "a@bc.de", Direction.TOOL_ARGUMENTS, "CLERK"));
			});
	}

	@Test
	void theOrganisationsOwnEntitiesAreFoundByPatternCheckAndContext() {
		this.runner
			.withPropertyValues("tacit.privacy.custom.BADGE.pattern=B-[0-9]{6}",
					"tacit.privacy.custom.STAFF_NUMBER.pattern=[0-9]{4} ?[0-9]{4}",
					"tacit.privacy.custom.STAFF_NUMBER.words=2", "tacit.privacy.custom.STAFF_NUMBER.check=luhn",
					"tacit.privacy.custom.STAFF_NUMBER.context=staff,employee", "tacit.privacy.entities.BADGE=redact",
					"tacit.privacy.entities.STAFF_NUMBER=redact")
			.run((context) -> {
				PrivacyFilter filter = context.getBean(PrivacyFilter.class);
				assertThat(filtered(filter, "badge B-123456, B-12345 and XB-123456", Direction.PROMPT))
					.isEqualTo("badge [BADGE], B-12345 and XB-123456");
				assertThat(filtered(filter, "Employee 1234 5674 but 1234 5675", Direction.PROMPT))
					.isEqualTo("Employee [STAFF_NUMBER] but 1234 5675");
				assertThat(filtered(filter, "order 1234 5674", Direction.PROMPT)).isEqualTo("order 1234 5674");
			});
	}

	@Test
	void mistakesStopTheStartWithASentenceAndAWayOut() {
		for (String mistake : new String[] { "entities.PAN=mask", "entities.IBAN=hide", "packs=gdpr",
				"entities.SECRET=allow", "roles.ADMIN.IBAN.EVERYWHERE=mask", "custom.X1.check=luhn", "key=short",
				"custom.BADGE.pattern=(?=x)", "phone-regions=Germany", "thresholds.IBAN=much" }) {
			this.runner.withPropertyValues("tacit.privacy." + mistake).run((context) -> {
				assertThat(context).as(mistake).hasFailed();
				FailureAnalysis analysis = new PrivacyPolicyFailureAnalyzer()
					.analyze(Objects.requireNonNull(context.getStartupFailure()));
				assertThat(analysis).as(mistake).isNotNull();
				assertThat(analysis.getDescription()).isNotBlank();
				assertThat(analysis.getAction()).contains("tacit.privacy");
			});
		}
	}

	@Test
	void theEndpointExplainsThePolicyAndTriesIt() {
		this.runner
			.withPropertyValues("management.endpoints.web.exposure.include=tacitpolicy",
					"tacit.privacy.entities.PAYMENT_CARD.TOOL_ARGUMENTS=block",
					"tacit.privacy.roles.CLINICIAN.PERSON.ANSWER=allow")
			.run((context) -> {
				PolicyEndpoint endpoint = context.getBean(PolicyEndpoint.class);
				assertThat(endpoint.policy().toString()).contains("(no role)", "CLINICIAN", "CARD_SECURITY_CODE");
				Map<String, Object> tried = endpoint.dryRun("Dr. Weber, 4111 1111 1111 1111", Direction.ANSWER,
						"CLINICIAN");
				assertThat(tried).containsEntry("text", "Dr. Weber, **** **** **** 1111");
				assertThat(tried.get("findings").toString()).doesNotContain("4111", "Weber").contains("PAYMENT_CARD");
				assertThat(endpoint.dryRun("4111 1111 1111 1111", Direction.TOOL_ARGUMENTS, null))
					.containsEntry("blocked", true);
			});
	}

}
