/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every number with a check digit: valid ones are found, ones with a wrong digit are not.
 */
class CheckDigitEntitiesTest {

	private static final long SEED = 20261124;

	private static final int CASES = 400;

	private static final String ROW = "%-22s %7s %7s %7s %7s %8s%n";

	private static final List<String> CARRIERS = List.of("%s %s was entered.", "The %s: %s, as agreed",
			"| %s | %s | open |", "{\"%s\": \"%s\"}", "%s\n%s\n", "(%s=%s)", "Bitte prüfen: %s %s.");

	private final PrivacyFilter filter = PrivacyFilter
		.withDefaults(PrivacyPolicy.builder().entity(Entity.DATE, Action.ALLOW).build());

	private final PrivacyScope scope = PrivacyScope.of(Set.of());

	private boolean found(String text, Entity entity, String value) {
		int start = text.indexOf(value);
		return this.filter.apply(text, Direction.PROMPT, this.scope)
			.findings()
			.stream()
			.anyMatch((finding) -> finding.entity().equals(entity) && finding.start() <= start
					&& finding.end() >= start + value.length());
	}

	@Test
	void validNumbersAreFoundAndBrokenOnesAreNot() {
		NumberGenerator numbers = new NumberGenerator(SEED);
		List<String> failures = new ArrayList<>();
		StringBuilder report = new StringBuilder(
				ROW.formatted("entity", "valid", "missed", "broken", "false", "recall"));
		for (Entity entity : numbers.entities()) {
			int missed = 0;
			int falseAlarms = 0;
			String example = "";
			String alarm = "";
			for (int i = 0; i < CASES; i++) {
				String valid = numbers.valid(entity);
				String text = numbers.pick(CARRIERS).formatted(numbers.label(entity), valid);
				if (!found(text, entity, valid)) {
					missed++;
					example = text;
				}
				String broken = numbers.broken(entity, valid);
				text = numbers.pick(CARRIERS).formatted(numbers.label(entity), broken);
				if (found(text, entity, broken)) {
					falseAlarms++;
					alarm = text;
				}
			}
			report.append(ROW.formatted(entity.name(), CASES, missed, CASES, falseAlarms,
					"%.4f".formatted(1 - (double) missed / CASES)));
			if (missed > CASES / 100 || falseAlarms > CASES / 200) {
				failures.add("%s: %d missed (%s), %d false (%s)".formatted(entity.name(), missed, example, falseAlarms,
						alarm));
			}
		}
		System.out.println(report);
		assertThat(failures).as("seed %d", SEED).isEmpty();
	}

}
