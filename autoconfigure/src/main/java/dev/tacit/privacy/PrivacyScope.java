/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Set;

/**
 * On whose behalf a text is filtered.
 *
 * @param roles roles and authorities of the caller
 */
public record PrivacyScope(Set<String> roles) {

	public PrivacyScope {
		roles = Set.copyOf(roles);
	}

	/**
	 * A scope with these roles.
	 * @param roles roles and authorities; none is the strictest
	 * @return the scope
	 */
	public static PrivacyScope of(Set<String> roles) {
		return new PrivacyScope(roles);
	}

}
