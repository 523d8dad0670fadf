/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.util.Set;

/**
 * On whose behalf something was done. Stored encrypted; the chained header holds a keyed
 * hash of the id only.
 *
 * @param id name of the principal
 * @param authenticationType how it was established
 * @param roles roles and authorities at that time
 */
public record Actor(String id, String authenticationType, Set<String> roles) {

	public Actor {
		roles = Set.copyOf(roles);
	}

	/** Without the name: it may stand in a log. */
	@Override
	public String toString() {
		return "Actor[" + this.authenticationType + ", " + this.roles.size() + " roles]";
	}

}
