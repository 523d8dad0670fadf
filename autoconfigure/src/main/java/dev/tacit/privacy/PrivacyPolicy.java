/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * What happens to a value, by its kind, where the text is going, the caller's roles and
 * the purpose.
 * <p>
 * The most specific rule wins: entity and direction, entity, direction, everything; where
 * two are equally specific, the stricter. Rules of an application stand above those of
 * packs, and packs, of which the strictest rule counts, above the defaults. A rule for a
 * role replaces what holds without it; with several roles the rules compete as above. A
 * caller without any role that the policy knows gets the strictest of all. A purpose only
 * ever tightens. Floors hold whatever else is said.
 */
public final class PrivacyPolicy {

	/** Authority that lets a caller see what stands behind a token. */
	public static final String REIDENTIFY = "TACIT_REIDENTIFY";

	/** No rule makes these milder than redacted. */
	static final Set<Entity> FLOORS = Set.of(Entity.CARD_SECURITY_CODE, Entity.SECRET);

	private static final Treatment FLOOR = new Treatment(Action.REDACT);

	private final RuleSet defaults;

	private final RuleSet packs;

	private final RuleSet rules;

	private final Map<String, RuleSet> roles;

	private final Map<String, RuleSet> purposes;

	private final Set<String> reidentify;

	private final double threshold;

	private final Map<Entity, Double> thresholds;

	private final LeavingProcess leavingProcess;

	private final String version;

	PrivacyPolicy(PrivacyPolicyBuilder builder) {
		this.defaults = builder.defaults.copy();
		this.packs = builder.packs.copy();
		this.rules = builder.rules.copy();
		this.roles = copy(builder.roles);
		this.purposes = copy(builder.purposes);
		this.reidentify = Set.copyOf(builder.reidentify);
		this.threshold = builder.threshold;
		this.thresholds = Map.copyOf(builder.thresholds);
		this.leavingProcess = builder.leavingProcess;
		this.version = digest();
	}

	private static Map<String, RuleSet> copy(Map<String, RuleSet> sets) {
		Map<String, RuleSet> copy = new HashMap<>();
		sets.forEach((name, set) -> copy.put(name, set.copy()));
		return copy;
	}

	/**
	 * Numbers and keys that identify are masked, e-mail addresses, names, addresses and
	 * secrets redacted, everywhere; dates, ages, postal codes and web addresses stay.
	 * @return the policy
	 */
	public static PrivacyPolicy defaults() {
		return new PrivacyPolicyBuilder().build();
	}

	/**
	 * Starts with the {@link #defaults()}.
	 * @return a builder
	 */
	public static PrivacyPolicyBuilder builder() {
		return new PrivacyPolicyBuilder();
	}

	/**
	 * What happens to a value.
	 * @param entity kind of value
	 * @param direction where it is going
	 * @param scope on whose behalf
	 * @return the treatment
	 */
	public Treatment decide(Entity entity, Direction direction, PrivacyScope scope) {
		Treatment decided = forRoles(entity, direction, scope.roles());
		RuleSet purpose = (scope.purpose() != null) ? this.purposes.get(scope.purpose()) : null;
		RuleSet.Match tighter = (purpose != null) ? purpose.find(entity, direction) : null;
		if (tighter != null) {
			decided = decided.stricter(tighter.treatment());
		}
		return FLOORS.contains(entity) ? decided.stricter(FLOOR) : decided;
	}

	private Treatment forRoles(Entity entity, Direction direction, Set<String> held) {
		Treatment base = base(entity, direction);
		if (this.roles.isEmpty()) {
			return base;
		}
		RuleSet.Match best = null;
		boolean known = false;
		for (String role : held) {
			RuleSet set = this.roles.get(roleName(role));
			known |= set != null;
			RuleSet.Match match = (set != null) ? set.find(entity, direction) : null;
			best = (match != null) ? match.over(best) : best;
		}
		if (known) {
			return (best != null) ? best.treatment() : base;
		}
		Treatment strictest = base;
		for (RuleSet set : this.roles.values()) {
			RuleSet.Match match = set.find(entity, direction);
			strictest = (match != null) ? strictest.stricter(match.treatment()) : strictest;
		}
		return strictest;
	}

	private Treatment base(Entity entity, Direction direction) {
		for (RuleSet set : List.of(this.rules, this.packs, this.defaults)) {
			RuleSet.Match match = set.find(entity, direction);
			if (match != null) {
				return match.treatment();
			}
		}
		return FLOOR;
	}

	static String roleName(String authority) {
		return authority.startsWith("ROLE_") ? authority.substring(5) : authority;
	}

	/**
	 * Whether a caller gets what stands behind a token, as far as the rules let it go.
	 */
	boolean restores(PrivacyScope scope) {
		for (String role : scope.roles()) {
			if (role.equals(REIDENTIFY) || this.reidentify.contains(roleName(role))) {
				return true;
			}
		}
		return false;
	}

	double threshold() {
		return this.threshold;
	}

	Map<Entity, Double> thresholds() {
		return this.thresholds;
	}

	/**
	 * Which prompts may leave this process.
	 * @return the rule
	 */
	public LeavingProcess leavingProcess() {
		return this.leavingProcess;
	}

	/**
	 * Roles that rules name.
	 * @return the roles, without the prefix {@code ROLE_}, in order
	 */
	public Set<String> roles() {
		return new TreeSet<>(this.roles.keySet());
	}

	/**
	 * What will happen, for a compliance officer to read.
	 * @param scope on whose behalf
	 * @param entities kinds of value
	 * @return treatment by entity and direction
	 */
	public Map<String, Map<Direction, String>> explain(PrivacyScope scope, Set<Entity> entities) {
		Map<String, Map<Direction, String>> explained = new TreeMap<>();
		for (Entity entity : new HashSet<>(entities)) {
			Map<Direction, String> row = new java.util.EnumMap<>(Direction.class);
			for (Direction direction : Direction.values()) {
				row.put(direction, decide(entity, direction, scope).toString());
			}
			explained.put(entity.name(), row);
		}
		return explained;
	}

	/**
	 * Digest of the rules, so that a record tells under which policy it was made.
	 * @return 16 hexadecimal digits
	 */
	public String version() {
		return this.version;
	}

	private String digest() {
		List<String> lines = new ArrayList<>();
		lines.addAll(this.defaults.lines("default"));
		lines.addAll(this.packs.lines("pack"));
		lines.addAll(this.rules.lines("rule"));
		new TreeMap<>(this.roles).forEach((role, set) -> lines.addAll(set.lines("role " + role)));
		new TreeMap<>(this.purposes).forEach((purpose, set) -> lines.addAll(set.lines("purpose " + purpose)));
		lines.add("leaving " + this.leavingProcess);
		lines.add("reidentify " + new TreeSet<>(this.reidentify));
		Map<String, @Nullable Double> sure = new TreeMap<>();
		this.thresholds.forEach((entity, value) -> sure.put(entity.name(), value));
		lines.add("threshold " + this.threshold + sure);
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256")
				.digest(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash, 0, 8);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
