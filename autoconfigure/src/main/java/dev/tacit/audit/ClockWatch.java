/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Notices a clock that jumps. Order is the sequence, never the time, so a jump is
 * recorded and nothing is refused. Used by the appender's thread only.
 */
final class ClockWatch {

	private static final long BACKWARD_MILLIS = 1000;

	private static final long FORWARD_MILLIS = Duration.ofHours(1).toMillis();

	private final Clock clock;

	private long lastMillis;

	private long lastNanos = System.nanoTime();

	/** Across a restart only a step back can be told from time that passed. */
	private boolean restarted = true;

	ClockWatch(Clock clock, long lastMillis) {
		this.clock = clock;
		this.lastMillis = lastMillis;
	}

	long millis() {
		return this.clock.millis();
	}

	Optional<AuditEntry> anomaly() {
		long now = this.clock.millis();
		long nanos = System.nanoTime();
		long step = now - this.lastMillis;
		long passed = (nanos - this.lastNanos) / 1_000_000;
		boolean jumped = step < -BACKWARD_MILLIS || !this.restarted && step - passed > FORWARD_MILLIS;
		this.lastMillis = now;
		this.lastNanos = nanos;
		this.restarted = false;
		return jumped
				? Optional
					.of(AuditLedger.lifecycle(Phase.CLOCK_ANOMALY, "clock", Map.of("stepMillis", String.valueOf(step))))
				: Optional.empty();
	}

}
