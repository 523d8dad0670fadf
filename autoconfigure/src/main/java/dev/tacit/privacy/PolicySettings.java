/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Reads a policy from settings, as an application's configuration or a file holds them:
 * <pre>
 * packs: pci-dss, gdpr-eu
 * entities.PAYMENT_CARD: mask(4)
 * entities.PAYMENT_CARD.TOOL_ARGUMENTS: block
 * roles.CLINICIAN.PERSON.ANSWER: allow
 * purposes.research.ALL: redact
 * thresholds.PHONE: 0.8
 * reidentify: CLINICIAN
 * leaving-process: untouched
 * </pre> A name that is not known is refused.
 */
public final class PolicySettings {

	private static final String ALL = "ALL";

	private final Set<Entity> entities;

	private final String prefix;

	private final PrivacyPolicyBuilder policy = PrivacyPolicy.builder();

	/**
	 * Starts with the defaults.
	 * @param entities kinds of value that rules may name
	 * @param prefix how names of settings begin in messages
	 */
	public PolicySettings(Set<Entity> entities, String prefix) {
		this.entities = Set.copyOf(entities);
		this.prefix = prefix;
	}

	/**
	 * Reads settings.
	 * @param settings values, lists and maps by name
	 * @return the policy
	 * @throws PrivacyPolicyException if a name is unknown or rules contradict each other
	 */
	public PrivacyPolicy read(Map<String, ?> settings) {
		settings.forEach((name, value) -> {
			switch (name) {
				case "packs" -> list(value).forEach((pack) -> this.policy.pack(Pack.named(pack)));
				case "reidentify" -> list(value).forEach(this.policy::reidentify);
				case "leaving-process" -> this.policy.leavingProcess(leavingProcess(value));
				case "entities" -> rules(name, value, this.policy::rule);
				case "roles" -> map(name, value).forEach((role, rules) -> rules(name + "." + role, rules,
						(entity, direction, treatment) -> this.policy.role(role, entity, direction, treatment)));
				case "purposes" -> map(name, value).forEach((purpose, rules) -> rules(name + "." + purpose, rules,
						(entity, direction, treatment) -> this.policy.purpose(purpose, entity, direction, treatment)));
				case "thresholds" -> map(name, value).forEach(this::threshold);
				default -> throw new PrivacyPolicyException(this.prefix + name + " is no setting of a privacy policy");
			}
		});
		return this.policy.build();
	}

	private LeavingProcess leavingProcess(Object value) {
		return Arrays.stream(LeavingProcess.values())
			.filter((rule) -> rule.name().equalsIgnoreCase(value.toString().trim()))
			.findFirst()
			.orElseThrow(() -> new PrivacyPolicyException(this.prefix + "leaving-process is '" + value + "'; known are "
					+ Arrays.toString(LeavingProcess.values()).toLowerCase(Locale.ROOT)));
	}

	private void threshold(String name, Object value) {
		try {
			this.policy.threshold("default".equals(name) ? null : entity("thresholds", name),
					Double.parseDouble(value.toString()));
		}
		catch (NumberFormatException ex) {
			throw new PrivacyPolicyException(this.prefix + "thresholds." + name + " is not a number");
		}
	}

	/**
	 * Rules by entity, or by entity and direction; both in one map, as "IBAN" and
	 * "IBAN.ANSWER", so that neither hides the other.
	 */
	private void rules(String path, Object value, RuleSet.RuleVisitor visitor) {
		map(path, value).forEach((name, rule) -> {
			int dot = name.indexOf('.');
			Entity entity = entity(path, (dot < 0) ? name : name.substring(0, dot));
			if (rule instanceof Map<?, ?>) {
				map(path + "." + name, rule).forEach((direction, treatment) -> visitor.visit(entity,
						direction(path + "." + name, direction), treatment(path + "." + name, treatment)));
			}
			else {
				Direction direction = (dot < 0) ? null
						: direction(path + "." + name.substring(0, dot), name.substring(dot + 1));
				visitor.visit(entity, direction, treatment(path + "." + name, rule));
			}
		});
	}

	private @Nullable Entity entity(String path, String name) {
		if (ALL.equals(name)) {
			return null;
		}
		return this.entities.stream()
			.filter((entity) -> entity.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new PrivacyPolicyException(
					this.prefix + path + " names the entity '" + name + "', which no detector finds; known are " + ALL
							+ ", " + String.join(", ", this.entities.stream().map(Entity::name).sorted().toList())));
	}

	private @Nullable Direction direction(String path, String name) {
		if (ALL.equals(name)) {
			return null;
		}
		return Arrays.stream(Direction.values())
			.filter((direction) -> direction.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new PrivacyPolicyException(this.prefix + path + " names the direction '" + name
					+ "'; known are " + ALL + ", " + Arrays.toString(Direction.values())));
	}

	/** An action, for a mask perhaps with the number of characters it keeps: mask(4). */
	private Treatment treatment(String path, Object value) {
		String text = value.toString().trim();
		int open = text.indexOf('(');
		String name = (open < 0) ? text : text.substring(0, open);
		Action action = Arrays.stream(Action.values())
			.filter((known) -> known.name().equals(name.toUpperCase(Locale.ROOT)))
			.findFirst()
			.orElseThrow(() -> new PrivacyPolicyException(this.prefix + path + " has the action '" + name
					+ "'; known are " + Arrays.toString(Action.values()).toLowerCase(Locale.ROOT)));
		if (open < 0) {
			return new Treatment(action);
		}
		String digits = text.endsWith(")") ? text.substring(open + 1, text.length() - 1) : "";
		if (action != Action.MASK || !digits.matches("[0-9]{1,2}")) {
			throw new PrivacyPolicyException(
					this.prefix + path + " has the action '" + text + "'; only mask takes a number, as in mask(4)");
		}
		return new Treatment(action, Integer.parseInt(digits));
	}

	private Map<String, Object> map(String path, Object value) {
		if (!(value instanceof Map<?, ?> map)) {
			throw new PrivacyPolicyException(this.prefix + path + " needs names below it, not a value");
		}
		Map<String, Object> copy = new java.util.LinkedHashMap<>();
		map.forEach((name, entry) -> copy.put(String.valueOf(name), entry));
		return copy;
	}

	private static List<String> list(Object value) {
		if (value instanceof Collection<?> items) {
			return items.stream().map(String::valueOf).toList();
		}
		List<String> items = new ArrayList<>();
		for (String item : value.toString().split(",")) {
			if (!item.isBlank()) {
				items.add(item.trim());
			}
		}
		return items;
	}

}
