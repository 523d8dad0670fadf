/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import dev.tacit.inference.Engine;
import dev.tacit.inference.EngineHost;
import dev.tacit.inference.decode.SchedulerStatus;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of the engine, with the detail {@code state}: {@code ready} is UP; {@code
 * loading}, {@code draining}, {@code overloaded} and {@code closed} are OUT_OF_SERVICE,
 * since waiting or another instance helps; {@code failed} is DOWN and says why.
 */
public final class EngineHealthIndicator extends AbstractHealthIndicator {

	private final EngineHost host;

	private final int overloadedAt;

	/**
	 * Watches an engine.
	 * @param host the engine's host
	 * @param overloadedAt requests that wait for a slot from which on it is overloaded
	 */
	public EngineHealthIndicator(EngineHost host, int overloadedAt) {
		super("The engine's health could not be read");
		this.host = host;
		this.overloadedAt = overloadedAt;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Health.Builder described = switch (this.host.state()) {
			case LOADING -> builder.outOfService()
				.withDetail("state", "loading")
				.withDetail("phase", this.host.progress().phase())
				.withDetail("percent", this.host.progress().percent());
			case FAILED ->
				builder.down().withDetail("state", "failed").withDetail("reason", String.valueOf(this.host.failure()));
			case DRAINING -> builder.outOfService().withDetail("state", "draining");
			case CLOSED -> builder.outOfService().withDetail("state", "closed");
			case READY -> this.host.loaded().map((engine) -> describeReady(builder, engine)).orElse(builder);
		};
		this.host.loaded().ifPresent((engine) -> describeLoad(described, engine));
	}

	private Health.Builder describeReady(Health.Builder builder, Engine engine) {
		SchedulerStatus status = engine.status();
		if (!status.accepting()) {
			return builder.outOfService().withDetail("state", "closed");
		}
		if (status.queued() >= this.overloadedAt) {
			return builder.outOfService()
				.withDetail("state", "overloaded")
				.withDetail("overloadedAt", this.overloadedAt);
		}
		return builder.up().withDetail("state", "ready");
	}

	private static void describeLoad(Health.Builder builder, Engine engine) {
		SchedulerStatus status = engine.status();
		builder.withDetail("model", engine.info().name())
			.withDetail("sha256", engine.info().sha256())
			.withDetail("active", status.active())
			.withDetail("queued", status.queued())
			.withDetail("slots", status.slots());
	}

}
