/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.tacit.privacy.Direction;
import dev.tacit.privacy.Finding;
import dev.tacit.privacy.FilterResult;
import dev.tacit.privacy.PolicyBlockedException;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyScope;
import dev.tacit.privacy.Replacement;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Actuator endpoint {@code tacitpolicy}: what will happen to each kind of value, by role
 * and direction, and a dry run of the policy on a text. Keeps neither text nor result.
 */
@Endpoint(id = "tacitpolicy")
public final class PolicyEndpoint {

	private static final String NO_ROLE = "(no role)";

	private final PrivacyFilter filter;

	/**
	 * Explains the policy of a filter.
	 * @param filter policy and detectors
	 */
	public PolicyEndpoint(PrivacyFilter filter) {
		this.filter = filter;
	}

	/**
	 * The effective policy.
	 * @return version, and treatment by role, entity and direction
	 */
	@ReadOperation
	public Map<String, Object> policy() {
		Map<String, Object> roles = new LinkedHashMap<>();
		roles.put(NO_ROLE, explain(Set.of()));
		this.filter.policy().roles().forEach((role) -> roles.put(role, explain(Set.of(role))));
		Map<String, Object> policy = new LinkedHashMap<>();
		policy.put("version", this.filter.policy().version());
		policy.put("roles", roles);
		return policy;
	}

	private Map<String, Map<Direction, String>> explain(Set<String> roles) {
		return this.filter.policy().explain(PrivacyScope.of(roles), this.filter.entities());
	}

	/**
	 * Tries the policy on a text.
	 * @param text the text
	 * @param direction where it would go; to the model if not given
	 * @param role role of the caller; none if not given
	 * @return what would go on, and what was found where; never a value that was found
	 */
	@WriteOperation
	public Map<String, Object> dryRun(String text, @Nullable Direction direction, @Nullable String role) {
		Direction going = (direction != null) ? direction : Direction.PROMPT;
		PrivacyScope scope = PrivacyScope.of((role != null) ? Set.of(role) : Set.of())
			.in(this.filter.pseudonyms("dry run"));
		Map<String, Object> outcome = new LinkedHashMap<>();
		try {
			FilterResult result = this.filter.apply(text, going, scope);
			outcome.put("blocked", false);
			outcome.put("text", result.text());
			outcome.put("findings", result.replacements().stream().map(PolicyEndpoint::finding).toList());
		}
		catch (PolicyBlockedException ex) {
			outcome.put("blocked", true);
			List<String> entities = new ArrayList<>();
			ex.entities().forEach((entity) -> entities.add(entity.name()));
			outcome.put("entities", entities);
		}
		return outcome;
	}

	private static Map<String, Object> finding(Replacement replacement) {
		Finding finding = replacement.finding();
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("entity", finding.entity().name());
		entry.put("action", finding.action().name());
		entry.put("start", finding.start());
		entry.put("end", finding.end());
		entry.put("outcomeStart", replacement.start());
		entry.put("outcomeEnd", replacement.end());
		return entry;
	}

}
