/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * On whose behalf, and for what, a text is filtered.
 *
 * @param roles roles and authorities of the caller; none is the strictest
 * @param purpose what the text is for, as the policy names it; {@code null} if not stated
 * @param known values the application knows to be personal in this request
 * @param pseudonyms tokens of the conversation; without them nothing is pseudonymised but
 * redacted instead
 */
public record PrivacyScope(Set<String> roles, @Nullable String purpose, KnownValues known,
		@Nullable Pseudonyms pseudonyms) {

	public PrivacyScope {
		roles = Set.copyOf(roles);
	}

	/**
	 * A scope with these roles.
	 * @param roles roles and authorities; none is the strictest
	 * @return the scope
	 */
	public static PrivacyScope of(Set<String> roles) {
		return new PrivacyScope(roles, null, KnownValues.NONE, null);
	}

	/**
	 * The same scope for a purpose.
	 * @param stated what the text is for
	 * @return the scope
	 */
	public PrivacyScope forPurpose(@Nullable String stated) {
		return new PrivacyScope(this.roles, stated, this.known, this.pseudonyms);
	}

	/**
	 * The same scope with values that are known to be personal.
	 * @param values the values
	 * @return the scope
	 */
	public PrivacyScope knowing(KnownValues values) {
		return new PrivacyScope(this.roles, this.purpose, values, this.pseudonyms);
	}

	/**
	 * The same scope inside a conversation.
	 * @param tokens tokens of the conversation
	 * @return the scope
	 */
	public PrivacyScope in(Pseudonyms tokens) {
		return new PrivacyScope(this.roles, this.purpose, this.known, tokens);
	}

	@Override
	public String toString() {
		return "PrivacyScope[" + this.roles.size() + " roles]";
	}

}
