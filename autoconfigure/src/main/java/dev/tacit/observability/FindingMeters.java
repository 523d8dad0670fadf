/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import java.util.List;
import java.util.Locale;

import dev.tacit.governance.FindingsListener;
import dev.tacit.privacy.Finding;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what the policy found, where no engine runs in this process. */
public final class FindingMeters implements FindingsListener {

	private final MeterRegistry registry;

	/**
	 * Counts into a registry.
	 * @param registry receives the counters
	 */
	public FindingMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void found(List<Finding> findings) {
		for (Finding finding : findings) {
			Counter.builder("tacit.privacy.findings")
				.description("Protected values found by the policy")
				.baseUnit("findings")
				.tag("entity", finding.entity().name())
				.tag("direction", finding.direction().name().toLowerCase(Locale.ROOT))
				.tag("action", String.valueOf(finding.action()).toLowerCase(Locale.ROOT))
				.register(this.registry)
				.increment();
		}
	}

}
