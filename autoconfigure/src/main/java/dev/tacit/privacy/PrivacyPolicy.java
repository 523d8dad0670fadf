/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Which action a kind of value meets in which direction. Immutable. The most specific
 * rule wins: entity and direction, then entity, then the default of the policy.
 */
public final class PrivacyPolicy {

	private final Action fallback;

	private final Map<Entity, Action> byEntity;

	private final Map<Entity, Map<Direction, Action>> byDirection;

	private final String version;

	private PrivacyPolicy(Builder builder) {
		this.fallback = builder.fallback;
		this.byEntity = Map.copyOf(builder.byEntity);
		Map<Entity, Map<Direction, Action>> copy = new HashMap<>();
		builder.byDirection.forEach((entity, actions) -> copy.put(entity, new EnumMap<>(actions)));
		this.byDirection = copy;
		this.version = digest();
	}

	/**
	 * Payment cards and bank accounts are masked, e-mail addresses redacted, everywhere.
	 * @return the policy
	 */
	public static PrivacyPolicy defaults() {
		return builder().entity(Entity.EMAIL, Action.REDACT).build();
	}

	/**
	 * Starts with masking everything.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The action for a value.
	 * @param entity kind of value
	 * @param direction where it is going
	 * @param scope on whose behalf
	 * @return the action
	 */
	public Action decide(Entity entity, Direction direction, PrivacyScope scope) {
		Action specific = this.byDirection.getOrDefault(entity, Map.of()).get(direction);
		return (specific != null) ? specific : this.byEntity.getOrDefault(entity, this.fallback);
	}

	/**
	 * Digest of the rules, so that a record tells under which policy it was made.
	 * @return 16 hexadecimal digits
	 */
	public String version() {
		return this.version;
	}

	private String digest() {
		Map<String, String> rules = new TreeMap<>();
		rules.put("*", this.fallback.name());
		this.byEntity.forEach((entity, action) -> rules.put(entity.name(), action.name()));
		this.byDirection.forEach((entity, actions) -> actions
			.forEach((direction, action) -> rules.put(entity.name() + "/" + direction, action.name())));
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256")
				.digest(rules.toString().getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash, 0, 8);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

	/** Collects rules. Not thread-safe. */
	public static final class Builder {

		private Action fallback = Action.MASK;

		private final Map<Entity, Action> byEntity = new HashMap<>();

		private final Map<Entity, Map<Direction, Action>> byDirection = new HashMap<>();

		private Builder() {
		}

		public Builder fallback(Action action) {
			this.fallback = action;
			return this;
		}

		public Builder entity(Entity entity, Action action) {
			this.byEntity.put(entity, action);
			return this;
		}

		public Builder entity(Entity entity, Direction direction, @Nullable Action action) {
			if (action == null) {
				throw new PrivacyPolicyException(
						"The rule for " + entity.name() + " and " + direction + " has no action");
			}
			this.byDirection.computeIfAbsent(entity, (key) -> new EnumMap<>(Direction.class)).put(direction, action);
			return this;
		}

		public PrivacyPolicy build() {
			return new PrivacyPolicy(this);
		}

	}

}
