/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.Set;

/**
 * On whose behalf a model is called. Always established on the server, never taken from a
 * request body.
 *
 * @param id name of the principal
 * @param authenticationType how it was established, for example the name of an
 * authentication token class
 * @param authorities roles and authorities it holds
 */
public record Caller(String id, String authenticationType, Set<String> authorities) {

	/** Nobody is authenticated: the strictest role. */
	public static final Caller ANONYMOUS = new Caller("anonymous", "none", Set.of());

	private static final String ROLE = "ROLE_";

	public Caller {
		authorities = Set.copyOf(authorities);
	}

	/**
	 * Whether an authority is held.
	 * @param authority its name
	 * @return whether this caller holds it
	 */
	public boolean has(String authority) {
		return this.authorities.contains(authority);
	}

	/**
	 * Whether a role or authority is held.
	 * @param role its name, with or without {@code ROLE_}
	 * @return whether this caller holds it
	 */
	boolean holds(String role) {
		return has(role) || has(ROLE + role) || (role.startsWith(ROLE) && has(role.substring(ROLE.length())));
	}

	@Override
	public String toString() {
		return "Caller[" + this.authenticationType + ", " + this.authorities.size() + " authorities]";
	}

}
