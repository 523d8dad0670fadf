/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What the policy decides, by entity, direction, role, purpose and confidence. */
class PrivacyPolicyTest {

	private static final PrivacyScope NOBODY = PrivacyScope.of(Set.of());

	private static PrivacyPolicy read(Map<String, ?> settings) {
		return new PolicySettings(Set.copyOf(Entity.builtIn()), "tacit.privacy.").read(settings);
	}

	private static Action decide(PrivacyPolicy policy, Entity entity, Direction direction, String... roles) {
		return policy.decide(entity, direction, PrivacyScope.of(Set.of(roles))).action();
	}

	@Test
	void theMostSpecificRuleWins() {
		PrivacyPolicy policy = read(Map.of("entities", Map.of("ALL", Map.of("TOOL_ARGUMENTS", "block"), "IBAN",
				"redact", "PAYMENT_CARD", Map.of("ANSWER", "mask(2)", "ALL", "hash"))));
		assertThat(decide(policy, Entity.IBAN, Direction.TOOL_ARGUMENTS)).isEqualTo(Action.REDACT);
		assertThat(decide(policy, Entity.PHONE, Direction.TOOL_ARGUMENTS)).isEqualTo(Action.BLOCK);
		assertThat(policy.decide(Entity.PAYMENT_CARD, Direction.ANSWER, NOBODY))
			.isEqualTo(new Treatment(Action.MASK, 2));
		assertThat(decide(policy, Entity.PAYMENT_CARD, Direction.PROMPT)).isEqualTo(Action.HASH);
		assertThat(decide(policy, Entity.PHONE, Direction.PROMPT)).isEqualTo(Action.MASK);
	}

	@Test
	void theStrictestPackCountsAndAnApplicationsRuleStandsAbove() {
		PrivacyPolicy policy = read(Map.of("packs", "gdpr-eu, hipaa-safe-harbor", "entities", Map.of("URL", "allow")));
		assertThat(decide(policy, Entity.PERSON, Direction.PROMPT)).isEqualTo(Action.REDACT);
		assertThat(decide(policy, Entity.IBAN, Direction.PROMPT)).isEqualTo(Action.REDACT);
		assertThat(decide(policy, Entity.DATE, Direction.PROMPT)).isEqualTo(Action.GENERALISE);
		assertThat(decide(policy, Entity.URL, Direction.PROMPT)).isEqualTo(Action.ALLOW);
		assertThat(decide(read(Map.of("packs", "pci-dss")), Entity.CARD_SECURITY_CODE, Direction.PROMPT))
			.isEqualTo(Action.BLOCK);
	}

	@Test
	void aRoleRelaxesAndACallerWithoutOneGetsTheStrictest() {
		PrivacyPolicy policy = read(Map.of("roles",
				Map.of("CLINICIAN", Map.of("PERSON", Map.of("ANSWER", "allow")), "BILLING",
						Map.of("PERSON", Map.of("ANSWER", "block"), "IBAN", "mask(4)"), "CLERK",
						Map.of("IBAN", "allow"))));
		assertThat(decide(policy, Entity.PERSON, Direction.ANSWER, "ROLE_CLINICIAN")).isEqualTo(Action.ALLOW);
		assertThat(decide(policy, Entity.PERSON, Direction.ANSWER)).isEqualTo(Action.BLOCK);
		assertThat(decide(policy, Entity.PERSON, Direction.ANSWER, "STRANGER")).isEqualTo(Action.BLOCK);
		assertThat(decide(policy, Entity.PERSON, Direction.ANSWER, "CLERK")).isEqualTo(Action.REDACT);
		assertThat(decide(policy, Entity.PERSON, Direction.ANSWER, "CLINICIAN", "BILLING")).isEqualTo(Action.BLOCK);
		assertThat(decide(policy, Entity.IBAN, Direction.PROMPT, "CLERK", "CLINICIAN")).isEqualTo(Action.ALLOW);
	}

	@Test
	void aPurposeOnlyTightens() {
		PrivacyPolicy policy = read(Map.of("purposes",
				Map.of("research", Map.of("PERSON", "block", "SECRET", "redact", "EMAIL", "allow"))));
		PrivacyScope research = NOBODY.forPurpose("research");
		assertThat(policy.decide(Entity.PERSON, Direction.PROMPT, research).action()).isEqualTo(Action.BLOCK);
		assertThat(policy.decide(Entity.EMAIL, Direction.PROMPT, research).action()).isEqualTo(Action.REDACT);
		assertThat(policy.decide(Entity.PERSON, Direction.PROMPT, NOBODY).action()).isEqualTo(Action.REDACT);
	}

	@Test
	void floorsHoldForEveryRoleAndDirection() {
		PrivacyPolicy policy = read(
				Map.of("entities", Map.of("ALL", "allow"), "roles", Map.of("ADMIN", Map.of("ALL", "allow"))));
		for (Direction direction : Direction.values()) {
			for (Entity entity : PrivacyPolicy.FLOORS) {
				assertThat(decide(policy, entity, direction, "ADMIN")).isEqualTo(Action.REDACT);
			}
			assertThat(decide(policy, Entity.PERSON, direction, "ADMIN")).isEqualTo(Action.ALLOW);
		}
	}

	@Test
	void contradictionsAndUnknownNamesAreRefused() {
		refused(Map.of("packs", "gdpr"), "'gdpr'");
		refused(Map.of("entities", Map.of("PAN", "mask")), "'PAN'");
		refused(Map.of("entities", Map.of("IBAN", "hide")), "'hide'");
		refused(Map.of("entities", Map.of("IBAN", Map.of("OUTPUT", "mask"))), "'OUTPUT'");
		refused(Map.of("entities", Map.of("IBAN", "redact(4)")), "only mask takes a number");
		refused(Map.of("entities", Map.of("SECRET", "allow")), "milder than redact");
		refused(Map.of("roles", Map.of("ADMIN", Map.of("CARD_SECURITY_CODE", Map.of("MEMORY", "hash")))),
				"for the role ADMIN");
		refused(Map.of("entities", Map.of("IBAN", "generalise")), "cannot generalise");
		refused(Map.of("thresholds", Map.of("PHONE", "2")), "between 0 and 1");
		refused(Map.of("detectors", "none"), "tacit.privacy.detectors");
		refused(Map.of("entities", "mask"), "needs names below it");
	}

	private static void refused(Map<String, ?> settings, String message) {
		assertThatExceptionOfType(PrivacyPolicyException.class).as(settings.toString())
			.isThrownBy(() -> read(settings))
			.withMessageContaining(message);
	}

	@Test
	void aThresholdSilencesWhatIsNotSureEnough() {
		String text = "Value 219-09-1234 seen";
		assertThat(filtered(Map.of(), text)).isEqualTo("Value ***-**-1234 seen");
		assertThat(filtered(Map.of("thresholds", Map.of("US_SSN", 0.9)), text)).isEqualTo(text);
		assertThat(filtered(Map.of("thresholds", Map.of("default", 0.9)), text)).isEqualTo(text);
		assertThat(filtered(Map.of("thresholds", Map.of("US_SSN", 0.9)), "SSN 219-09-1234"))
			.isEqualTo("SSN ***-**-1234");
	}

	@Test
	void actionsLeaveWhatTheySay() {
		Map<String, ?> settings = Map.of("entities", Map.of("DATE", "generalise", "AGE", "generalise", "POSTAL_CODE",
				"generalise", "IBAN", "mask(2)", "EMAIL", "hash", "PERSON", "pseudonymise"));
		assertThat(filtered(settings, "Born 12.03.1931, aged 94, Boston, MA 02139 and NH 03601"))
			.isEqualTo("Born 1931, aged 90+, Boston, MA 021** and NH 000**");
		assertThat(filtered(settings, "DE89370400440532013000")).isEqualTo("********************00");
		assertThat(filtered(settings, "a@b.de")).matches("\\[EMAIL#[0-9a-f]{12}]");
		// Without a conversation there is no way back, so nothing pretends there is.
		assertThat(filtered(settings, "Dr. Weber")).isEqualTo("Dr. [PERSON]");
	}

	@Test
	void anAllowedValueDoesNotCoverAProtectedOne() {
		assertThat(filtered(Map.of("entities", Map.of("URL", "allow")), "https://x.example/?mail=anna@example.org"))
			.isEqualTo("https://x.example/?mail=[EMAIL]");
	}

	@Test
	void theVersionFollowsTheRules() {
		String version = PrivacyPolicy.defaults().version();
		assertThat(read(Map.of()).version()).isEqualTo(version);
		assertThat(read(Map.of("entities", Map.of("IBAN", "redact"))).version()).isNotEqualTo(version);
		assertThat(read(Map.of("reidentify", "ADMIN")).version()).isNotEqualTo(version);
	}

	private static String filtered(Map<String, ?> settings, String text) {
		return PrivacyFilter.withDefaults(read(settings)).apply(text, Direction.PROMPT, NOBODY).text();
	}

}
