/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Which level each request is recorded at. A role's level counts before a route's, a
 * route's before the general one; of several roles the fullest counts.
 *
 * @param standard the general level
 * @param routes levels by the engine that answers: {@code local} or {@code remote}
 * @param roles levels by role or authority, with or without {@code ROLE_}
 */
public record RecordingLevels(RecordingLevel standard, Map<String, RecordingLevel> routes,
		Map<String, RecordingLevel> roles) {

	/** What a route is that says nothing of its engine. */
	private static final String LOCAL = "local";

	public RecordingLevels {
		routes = Map.copyOf(routes);
		roles = Map.copyOf(roles);
	}

	/**
	 * Notes the level of each request in the facts of its route.
	 * @param router chooses the routes
	 * @return a router
	 */
	public EngineRouter noted(EngineRouter router) {
		return (caller, departure) -> {
			Route route = router.choose(caller, departure);
			Map<String, String> facts = new HashMap<>(route.facts());
			facts.put(RecordingLevel.FACT, of(caller, route.facts().getOrDefault("engine", LOCAL)).name());
			return new Route(route.model(), facts);
		};
	}

	private RecordingLevel of(Caller caller, String route) {
		return this.roles.entrySet()
			.stream()
			.filter((role) -> caller.holds(role.getKey()))
			.map(Map.Entry::getValue)
			.max(Comparator.naturalOrder())
			.orElseGet(() -> this.routes.getOrDefault(route, this.standard));
	}

}
