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
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Reads Spring Security's context of the current thread. Where a stream hops threads the
 * context must be propagated ({@code spring.reactor.context-propagation=auto}); a context
 * that got lost makes an anonymous caller, which is the strictest one.
 */
public final class SecurityContextCallerResolver implements CallerResolver {

	@Override
	public Caller current() {
		Caller caller = caller(SecurityContextHolder.getContext());
		return caller.equals(Caller.ANONYMOUS) ? PrivacyContext.caller() : caller;
	}

	/** WebFlux keeps the security context in Reactor's, and on no thread. */
	@Override
	public Mono<Caller> subscriber(ContextView context) {
		return context.<Mono<SecurityContext>>getOrEmpty(SecurityContext.class)
			.map((held) -> held.map(SecurityContextCallerResolver::caller))
			.orElseGet(Mono::empty);
	}

	private static Caller caller(SecurityContext context) {
		Authentication authentication = context.getAuthentication();
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
