/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.util.Arrays;
import java.util.List;

import org.springframework.security.core.Authentication;

/** The pages, and who may open them: the one list that access and navigation share. */
enum Page {

	CHAT("Chat", "/chat.html", List.of("ROLE_CLINICIAN", "ROLE_BILLING")),

	LEDGER("Ledger", "/ledger.html", List.of("TACIT_AUDITOR")),

	OPERATIONS("Operations", "/operations.html", List.of("ROLE_OPERATOR")),

	POLICY("Policy", "/policy.html", List.of("TACIT_AUDITOR", "ROLE_OPERATOR"));

	private final String title;

	private final String path;

	private final List<String> authorities;

	Page(String title, String path, List<String> authorities) {
		this.title = title;
		this.path = path;
		this.authorities = authorities;
	}

	String title() {
		return this.title;
	}

	String path() {
		return this.path;
	}

	/** Authorities of which one opens the page. */
	String[] authorities() {
		return this.authorities.toArray(String[]::new);
	}

	static List<Page> of(Authentication user) {
		return Arrays.stream(values()).filter((page) -> holdsAny(user, page.authorities())).toList();
	}

	static boolean holdsAny(Authentication user, String... authorities) {
		return user.getAuthorities()
			.stream()
			.anyMatch((held) -> Arrays.asList(authorities).contains(held.getAuthority()));
	}

}
