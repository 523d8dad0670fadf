/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Collects the rules of a {@link PrivacyPolicy}. Not thread-safe. */
public final class PrivacyPolicyBuilder {

	/** Below this a finding is ignored unless the policy says otherwise. */
	private static final double THRESHOLD = 0.5;

	final RuleSet defaults = new RuleSet();

	final RuleSet packs = new RuleSet();

	final RuleSet rules = new RuleSet();

	final Map<String, RuleSet> roles = new HashMap<>();

	final Map<String, RuleSet> purposes = new HashMap<>();

	final Set<String> reidentify = new HashSet<>();

	final Map<Entity, Double> thresholds = new HashMap<>();

	double threshold = THRESHOLD;

	LeavingProcess leavingProcess = LeavingProcess.NEVER;

	PrivacyPolicyBuilder() {
		fallback(Action.MASK);
		for (Entity entity : List.of(Entity.EMAIL, Entity.PERSON, Entity.ADDRESS, Entity.SECRET,
				Entity.CARD_SECURITY_CODE)) {
			this.defaults.put(entity, null, new Treatment(Action.REDACT));
		}
		for (Entity entity : List.of(Entity.DATE, Entity.AGE, Entity.POSTAL_CODE, Entity.URL)) {
			this.defaults.put(entity, null, new Treatment(Action.ALLOW));
		}
	}

	/**
	 * What happens to a value that no rule, pack or default names.
	 * @param action what happens
	 * @return this
	 */
	public PrivacyPolicyBuilder fallback(Action action) {
		this.defaults.put(null, null, new Treatment(action));
		return this;
	}

	/**
	 * Adds the rules of a pack.
	 * @param pack the pack
	 * @return this
	 */
	public PrivacyPolicyBuilder pack(Pack pack) {
		pack.addTo(this.packs);
		return this;
	}

	/**
	 * Adds a rule for every direction.
	 * @param entity kind of value
	 * @param action what happens
	 * @return this
	 */
	public PrivacyPolicyBuilder entity(Entity entity, Action action) {
		return rule(entity, null, new Treatment(action));
	}

	/**
	 * Adds a rule for one direction.
	 * @param entity kind of value
	 * @param direction where the text is going
	 * @param action what happens
	 * @return this
	 */
	public PrivacyPolicyBuilder entity(Entity entity, Direction direction, Action action) {
		return rule(entity, direction, new Treatment(action));
	}

	/**
	 * Adds a rule.
	 * @param entity kind of value, {@code null} for all
	 * @param direction where the text is going, {@code null} for everywhere
	 * @param treatment what happens
	 * @return this
	 */
	public PrivacyPolicyBuilder rule(@Nullable Entity entity, @Nullable Direction direction, Treatment treatment) {
		check("", entity, treatment);
		this.rules.put(entity, direction, treatment);
		return this;
	}

	/**
	 * Adds a rule for callers with a role.
	 * @param role the role or authority, with or without {@code ROLE_}
	 * @param entity kind of value, {@code null} for all
	 * @param direction where the text is going, {@code null} for everywhere
	 * @param treatment what happens
	 * @return this
	 */
	public PrivacyPolicyBuilder role(String role, @Nullable Entity entity, @Nullable Direction direction,
			Treatment treatment) {
		check(" for the role " + role, entity, treatment);
		this.roles.computeIfAbsent(PrivacyPolicy.roleName(role), (key) -> new RuleSet())
			.put(entity, direction, treatment);
		return this;
	}

	/**
	 * Adds a rule that tightens what holds for a purpose.
	 * @param purpose name of the purpose
	 * @param entity kind of value, {@code null} for all
	 * @param direction where the text is going, {@code null} for everywhere
	 * @param treatment what happens at least
	 * @return this
	 */
	public PrivacyPolicyBuilder purpose(String purpose, @Nullable Entity entity, @Nullable Direction direction,
			Treatment treatment) {
		check(" for the purpose " + purpose, entity, treatment);
		this.purposes.computeIfAbsent(purpose, (key) -> new RuleSet()).put(entity, direction, treatment);
		return this;
	}

	/**
	 * Lets a role see what stands behind a token.
	 * @param role the role or authority, with or without {@code ROLE_}
	 * @return this
	 */
	public PrivacyPolicyBuilder reidentify(String role) {
		this.reidentify.add(PrivacyPolicy.roleName(role));
		return this;
	}

	/**
	 * Which prompts may leave this process; none unless said.
	 * @param rule the rule
	 * @return this
	 */
	public PrivacyPolicyBuilder leavingProcess(LeavingProcess rule) {
		this.leavingProcess = rule;
		return this;
	}

	/**
	 * How sure a finding must be.
	 * @param entity kind of value, {@code null} for all
	 * @param confidence 0 to 1
	 * @return this
	 */
	public PrivacyPolicyBuilder threshold(@Nullable Entity entity, double confidence) {
		if (!(confidence >= 0 && confidence <= 1)) {
			throw new PrivacyPolicyException("A threshold lies between 0 and 1");
		}
		if (entity == null) {
			this.threshold = confidence;
		}
		else {
			this.thresholds.put(entity, confidence);
		}
		return this;
	}

	private static void check(String where, @Nullable Entity entity, Treatment treatment) {
		Action action = treatment.action();
		if (entity == null) {
			if (action == Action.GENERALISE) {
				throw new PrivacyPolicyException("The rule" + where
						+ " for every entity cannot generalise: only DATE, AGE and POSTAL_CODE have a coarser form");
			}
			return;
		}
		if (PrivacyPolicy.FLOORS.contains(entity) && action != Action.BLOCK && action != Action.REDACT) {
			throw new PrivacyPolicyException("The rule" + where + " for " + entity.name() + " says " + treatment
					+ ", but no rule may make it milder than redact");
		}
		if (action == Action.GENERALISE && !Generalisation.knows(entity)) {
			throw new PrivacyPolicyException("The rule" + where + " for " + entity.name()
					+ " cannot generalise: only DATE, AGE and POSTAL_CODE have a coarser form");
		}
	}

	/**
	 * Completes the policy.
	 * @return the policy
	 */
	public PrivacyPolicy build() {
		return new PrivacyPolicy(this);
	}

}
