/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import dev.tacit.audit.AuditEntry;
import dev.tacit.audit.RetentionPolicy;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/**
 * Which retention class the records of a request belong to: the one the application names
 * for the request under {@link GovernanceMetadata#RETENTION_CLASS}; or that of the
 * caller's roles, of several the one that keeps longest; or the standard one.
 *
 * @param policy the classes there are, and how long each keeps content
 * @param standard class of a request that nothing else is said about
 * @param roles classes by role or authority, with or without {@code ROLE_}
 */
public record RequestRetention(RetentionPolicy policy, String standard, Map<String, String> roles) {

	private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

	/**
	 * Checks that the classes exist: a name with a slip of the pen would keep content for
	 * ever.
	 */
	public RequestRetention {
		roles = Map.copyOf(roles);
		requireKnown(policy, standard);
		for (String retention : roles.values()) {
			requireKnown(policy, retention);
		}
	}

	/**
	 * Every request in the default class.
	 * @return the classes
	 */
	public static RequestRetention inDefaultClass() {
		return new RequestRetention(new RetentionPolicy(Map.of()), AuditEntry.DEFAULT_RETENTION, Map.of());
	}

	private static void requireKnown(RetentionPolicy policy, String retention) {
		if (!retention.equals(AuditEntry.DEFAULT_RETENTION) && !policy.classes().containsKey(retention)) {
			throw new IllegalArgumentException(
					"No such retention class: give it a period with tacit.audit.retention, or use one that has");
		}
	}

	String of(Caller caller, Prompt prompt) {
		String asked = asked(prompt);
		if (asked != null) {
			requireKnown(this.policy, asked);
			return asked;
		}
		String longest = null;
		for (Map.Entry<String, String> role : this.roles.entrySet()) {
			if (caller.holds(role.getKey())
					&& (longest == null || period(role.getValue()).compareTo(period(longest)) > 0)) {
				longest = role.getValue();
			}
		}
		return (longest != null) ? longest : this.standard;
	}

	private static @Nullable String asked(Prompt prompt) {
		return (prompt.getOptions() instanceof ToolCallingChatOptions options && options.getToolContext() != null
				&& options.getToolContext().get(GovernanceMetadata.RETENTION_CLASS) instanceof String asked) ? asked
						: null;
	}

	private Duration period(String retention) {
		return Optional.ofNullable(this.policy.classes().get(retention)).orElse(FOR_EVER);
	}

}
