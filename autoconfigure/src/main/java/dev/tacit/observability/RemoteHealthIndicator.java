/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import java.util.Optional;

import dev.tacit.remote.RemoteChatModel;
import dev.tacit.remote.RemoteEngineException.Reason;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Health component {@code tacitRemote}: what the last request showed of a remote engine.
 * Nothing is sent to find out, so it is unknown before the first request, and stays down
 * until one succeeds.
 */
public final class RemoteHealthIndicator extends AbstractHealthIndicator {

	private final RemoteChatModel model;

	private final String endpoint;

	/**
	 * Watches a remote engine.
	 * @param model the model there
	 * @param endpoint scheme, host and port
	 */
	public RemoteHealthIndicator(RemoteChatModel model, String endpoint) {
		super("The remote engine's health could not be read");
		this.model = model;
		this.endpoint = endpoint;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.withDetail("endpoint", this.endpoint);
		if (!this.model.asked()) {
			builder.unknown().withDetail("state", "not-asked");
			return;
		}
		Optional<Reason> trouble = this.model.trouble();
		builder.status(trouble.map(RemoteHealthIndicator::status).orElse(Status.UP))
			.withDetail("state", trouble.map(Reason::id).orElse("answers"));
	}

	private static Status status(Reason trouble) {
		return switch (trouble) {
			case BUSY -> Status.UP;
			// The server, or only the request: nobody knows.
			case REFUSED -> Status.UNKNOWN;
			case UNREACHABLE, TIMED_OUT, UNAUTHORISED, FAILED, INCOMPLETE, UNREADABLE -> Status.DOWN;
		};
	}

}
