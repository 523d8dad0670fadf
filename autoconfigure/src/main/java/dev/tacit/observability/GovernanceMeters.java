/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import dev.tacit.governance.FindingsListener;
import dev.tacit.governance.Refusal;
import dev.tacit.privacy.Direction;
import dev.tacit.privacy.Finding;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Meters of the policy. Tags are taken from small closed sets: entity, direction, action,
 * reason.
 */
public final class GovernanceMeters implements FindingsListener {

	private final MeterRegistry registry;

	private final Timer holdback;

	/**
	 * Registers the meters.
	 * @param registry receives every meter
	 */
	public GovernanceMeters(MeterRegistry registry) {
		this.registry = registry;
		this.holdback = Timer.builder("tacit.privacy.holdback")
			.description("Time by which the policy delayed the first part of a streamed answer")
			.serviceLevelObjectives(Buckets.SHORT)
			.register(registry);
		for (Refusal refusal : Refusal.values()) {
			rejections(refusal);
		}
		for (Direction direction : Direction.values()) {
			scans(direction);
		}
	}

	private Counter rejections(Refusal refusal) {
		return Counter.builder(Rejections.NAME)
			.description(Rejections.DESCRIPTION)
			.baseUnit(Rejections.UNIT)
			.tag("reason", refusal.name().toLowerCase(Locale.ROOT))
			.register(this.registry);
	}

	private Timer scans(Direction direction) {
		return Timer.builder("tacit.privacy.scan")
			.description("Time that one text spent inside the privacy policy")
			.tag("direction", direction.name().toLowerCase(Locale.ROOT))
			.serviceLevelObjectives(Buckets.SHORT)
			.register(this.registry);
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

	@Override
	public void scanned(Direction direction, long nanos) {
		scans(direction).record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void heldBack(long nanos) {
		this.holdback.record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void refused(Refusal refusal) {
		rejections(refusal).increment();
	}

}
