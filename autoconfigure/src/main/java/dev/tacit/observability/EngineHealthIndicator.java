/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import dev.tacit.inference.Engine;
import dev.tacit.inference.EngineInfo;
import dev.tacit.inference.decode.SchedulerStatus;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of the engine: whether it takes requests, which model it runs and how busy it
 * is.
 */
public final class EngineHealthIndicator extends AbstractHealthIndicator {

	private final Engine engine;

	/**
	 * Watches an engine.
	 * @param engine the engine
	 */
	public EngineHealthIndicator(Engine engine) {
		super("The engine's health could not be read");
		this.engine = engine;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		SchedulerStatus status = this.engine.status();
		EngineInfo info = this.engine.info();
		(status.accepting() ? builder.up() : builder.outOfService()).withDetail("model", info.name())
			.withDetail("sha256", info.sha256())
			.withDetail("active", status.active())
			.withDetail("queued", status.queued())
			.withDetail("slots", status.slots());
	}

}
