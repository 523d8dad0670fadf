/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import java.time.Duration;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

/**
 * Gives Spring AI's {@code gen_ai.client.operation} the histogram of a request, which it
 * has not by itself. What the application configures for that meter goes before this.
 */
public final class ClientOperationBuckets implements MeterFilter {

	private static final String NAME = "gen_ai.client.operation";

	private static final DistributionStatisticConfig BUCKETS = DistributionStatisticConfig.builder()
		.serviceLevelObjectives(Stream.of(Buckets.REQUEST).mapToDouble(Duration::toNanos).toArray())
		.build();

	@Override
	public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
		return id.getName().equals(NAME) ? config.merge(BUCKETS) : config;
	}

}
