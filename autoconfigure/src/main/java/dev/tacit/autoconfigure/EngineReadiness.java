/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Makes the engine's health part of the readiness group, and of no other: an application
 * that loads its model is alive and must not be restarted for it. An application that
 * lists the members of that group itself keeps its list.
 */
final class EngineReadiness implements HealthEndpointGroupsPostProcessor, Ordered {

	private static final String READINESS = "readiness";

	private static final String LISTED = "management.endpoint.health.group.readiness.include";

	private final Environment environment;

	EngineReadiness(Environment environment) {
		this.environment = environment;
	}

	/**
	 * After Boot has added its probes, which come last too but are registered earlier.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
		boolean listed = this.environment.containsProperty(LISTED) || this.environment.containsProperty(LISTED + "[0]");
		return (listed || !groups.getNames().contains(READINESS)) ? groups : new Groups(groups);
	}

	/** The groups, of which readiness has one member more. */
	private record Groups(HealthEndpointGroups others) implements HealthEndpointGroups {

		@Override
		public HealthEndpointGroup getPrimary() {
			return this.others.getPrimary();
		}

		@Override
		public Set<String> getNames() {
			return this.others.getNames();
		}

		@Override
		public @Nullable HealthEndpointGroup get(String name) {
			HealthEndpointGroup group = this.others.get(name);
			return (group != null && name.equals(READINESS)) ? new Readiness(group) : group;
		}

	}

	/** The group with the engine in it. */
	private record Readiness(HealthEndpointGroup group) implements HealthEndpointGroup {

		@Override
		public boolean isMember(String name) {
			return name.equals("tacit") || this.group.isMember(name);
		}

		@Override
		public boolean showComponents(SecurityContext securityContext) {
			return this.group.showComponents(securityContext);
		}

		@Override
		public boolean showDetails(SecurityContext securityContext) {
			return this.group.showDetails(securityContext);
		}

		@Override
		public StatusAggregator getStatusAggregator() {
			return this.group.getStatusAggregator();
		}

		@Override
		public HttpCodeStatusMapper getHttpCodeStatusMapper() {
			return this.group.getHttpCodeStatusMapper();
		}

		@Override
		public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
			return this.group.getAdditionalPath();
		}

	}

}
