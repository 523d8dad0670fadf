/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Reads Spring Security's context of the current thread. Where a stream hops threads the
 * context must be propagated ({@code spring.reactor.context-propagation=auto}); a context
 * that got lost makes an anonymous caller, which is the strictest one.
 */
public final class SecurityContextCallerResolver implements CallerResolver {

	@Override
	public Caller current() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		if (authentication == null || !authentication.isAuthenticated()
				|| authentication instanceof AnonymousAuthenticationToken) {
			return Caller.ANONYMOUS;
		}
		Set<String> authorities = new LinkedHashSet<>();
		for (GrantedAuthority authority : authentication.getAuthorities()) {
			if (authority.getAuthority() != null) {
				authorities.add(authority.getAuthority());
			}
		}
		return new Caller(authentication.getName(), authentication.getClass().getSimpleName(), authorities);
	}

}
