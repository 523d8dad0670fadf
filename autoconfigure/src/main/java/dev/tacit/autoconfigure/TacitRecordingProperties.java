/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.tacit.governance.RecordingLevel;
import dev.tacit.governance.RecordingLevels;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * How much of each governed request the ledger holds.
 */
@ConfigurationProperties("tacit.governance.recording")
public class TacitRecordingProperties {

	/**
	 * How much is recorded of a request that no role or route says otherwise of:
	 * metadata, request (and what was asked), or full (and what was thought and
	 * answered). There is no level that records nothing.
	 */
	private RecordingLevel level = RecordingLevel.FULL;

	/**
	 * Levels by role or authority of the caller, with or without ROLE_. They count before
	 * those of routes; of several roles the fullest counts.
	 */
	private final Map<String, RecordingLevel> roles = new LinkedHashMap<>();

	/**
	 * Levels by what answers: local or remote.
	 */
	private final Map<String, RecordingLevel> routes = new LinkedHashMap<>();

	RecordingLevels toLevels() {
		this.routes.forEach((route, routeLevel) -> {
			if (!route.equals("local") && !route.equals("remote")) {
				throw new InvalidConfigurationPropertyValueException("tacit.governance.recording.routes." + route,
						routeLevel, "The routes are local and remote");
			}
		});
		return new RecordingLevels(this.level, this.routes, this.roles);
	}

	public RecordingLevel getLevel() {
		return this.level;
	}

	public void setLevel(RecordingLevel level) {
		this.level = level;
	}

	public Map<String, RecordingLevel> getRoles() {
		return this.roles;
	}

	public Map<String, RecordingLevel> getRoutes() {
		return this.routes;
	}

}
