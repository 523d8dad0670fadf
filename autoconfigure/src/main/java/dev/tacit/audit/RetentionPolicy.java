/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.time.Duration;
import java.time.Period;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long content of each class is kept. Classes without a period are kept for ever.
 *
 * @param classes period by class
 */
public record RetentionPolicy(Map<String, Duration> classes) {

	/** Six years, the usual reading of 45 CFR 164.316(b)(2)(i). */
	public static final String MEDICAL = "medical";

	/** Seven years. */
	public static final String FINANCE = "finance";

	/** At least 183 days: EU AI Act, articles 19 and 26(6). */
	public static final String EU_HIGH_RISK = "eu-high-risk";

	/** What the ledger and its custodians do; seven years. */
	static final String SYSTEM = "system";

	private static final Duration HIGH_RISK_FLOOR = Duration.ofDays(183);

	public RetentionPolicy {
		Map<String, Duration> all = new LinkedHashMap<>();
		all.put(MEDICAL, years(6));
		all.put(FINANCE, years(7));
		all.put(EU_HIGH_RISK, HIGH_RISK_FLOOR);
		all.put(SYSTEM, years(7));
		all.putAll(classes);
		if (all.get(EU_HIGH_RISK).compareTo(HIGH_RISK_FLOOR) < 0) {
			throw new LedgerOpenException("The retention class eu-high-risk needs at least 183 days; "
					+ "raise tacit.audit.retention.eu-high-risk", null);
		}
		classes = Map.copyOf(all);
	}

	private static Duration years(int years) {
		// A leap day more than the calendar has, never one less.
		return Duration.ofDays(Period.ofYears(years).getYears() * 366L);
	}

	Optional<Duration> of(String retention) {
		return Optional.ofNullable(this.classes.get(retention));
	}

	/** Content of some class is kept at least this long, so headers are. */
	Duration longest() {
		return this.classes.values().stream().max(Duration::compareTo).orElse(HIGH_RISK_FLOOR);
	}

}
