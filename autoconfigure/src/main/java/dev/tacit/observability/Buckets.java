/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import java.time.Duration;
import java.util.stream.DoubleStream;

/**
 * Boundaries of the histograms, in seconds. Those of {@code gen_ai.*} are OpenTelemetry's
 * advice, carried on to the five minutes that a request may take by default.
 */
final class Buckets {

	static final Duration[] REQUEST = seconds(0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48,
			40.96, 81.92, 163.84, 327.68);

	static final Duration[] FIRST_TOKEN = seconds(0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5,
			10, 20, 40, 80);

	static final Duration[] TOKEN = seconds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4,
			0.5, 0.75, 1, 2.5);

	/** Work that should be over before a person notices: scans, waits, commits. */
	static final Duration[] SHORT = seconds(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
			0.5, 1, 2.5, 5, 10);

	static final Duration[] QUEUE = seconds(0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 120);

	private Buckets() {
	}

	private static Duration[] seconds(double... boundaries) {
		return DoubleStream.of(boundaries)
			.mapToObj((boundary) -> Duration.ofNanos(Math.round(boundary * 1e9)))
			.toArray(Duration[]::new);
	}

}
