/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What the policy says about the values of one text, tokens of a conversation included.
 */
final class ScanDecisions {

	private final PrivacyPolicy policy;

	private final Direction direction;

	private final PrivacyScope scope;

	private final Set<Entity> entities;

	private final Rewriter rewriter;

	private final Map<Entity, Treatment> decided = new HashMap<>();

	ScanDecisions(PrivacyPolicy policy, Set<Entity> entities, Pseudonyms.KeyedHash hash, Direction direction,
			PrivacyScope scope) {
		this.policy = policy;
		this.entities = entities;
		this.direction = direction;
		this.scope = scope;
		this.rewriter = new Rewriter(hash, direction, scope);
	}

	/** Whether a value stays as it is, so that it must not cover one that does not. */
	boolean keeps(Candidate candidate) {
		return !candidate.entity().equals(TokenDetector.TOKEN) && decide(candidate.entity()).action() == Action.ALLOW;
	}

	/** Nothing that decides changes within one text. */
	private Treatment decide(Entity entity) {
		return this.decided.computeIfAbsent(entity, (asked) -> this.policy.decide(asked, this.direction, this.scope));
	}

	Outcome outcome(Candidate candidate, String raw, String normal) {
		if (candidate.entity().equals(TokenDetector.TOKEN)) {
			return token(raw, normal);
		}
		Treatment treatment = decide(candidate.entity());
		return new Outcome(candidate.entity(), treatment,
				this.rewriter.replacement(candidate.entity(), raw, normal, treatment));
	}

	/**
	 * Inbound, only tokens that the conversation's own history holds stay tokens; what
	 * looks like one in fresh text is taken apart. What is kept stays as it is: a token
	 * that is unknown today means nothing, and may be known again. Outbound, a permitted
	 * caller gets the value, as far as the policy lets it go there.
	 */
	private Outcome token(String raw, String normal) {
		String[] parts = TokenDetector.parts(normal);
		Pseudonyms pseudonyms = this.scope.pseudonyms();
		return switch (this.direction) {
			case PROMPT, TOOL_RESULT -> new Outcome(null, null, raw.replace('[', '(').replace(']', ')'));
			case MEMORY -> new Outcome(null, null, raw);
			case HISTORY -> {
				boolean known = pseudonyms != null && pseudonyms.knows(parts[0], parts[1]);
				yield new Outcome(null, null, known ? raw : raw.replace('[', '(').replace(']', ')'));
			}
			case ANSWER, REASONING, TOOL_ARGUMENTS -> {
				Pseudonyms.Original original = (pseudonyms != null) ? pseudonyms.original(parts[0], parts[1]) : null;
				if (original == null) {
					yield unresolved(parts[0], raw);
				}
				yield this.policy.restores(this.scope) ? restored(original) : new Outcome(null, null, raw);
			}
		};
	}

	/**
	 * It stays, and is reported: a model made it up, or the conversation was forgotten.
	 */
	private Outcome unresolved(String name, String raw) {
		boolean token = this.scope.pseudonyms() != null
				&& this.entities.stream().anyMatch((entity) -> entity.name().equals(name));
		return token ? new Outcome(Pseudonyms.UNRESOLVED, new Treatment(Action.ALLOW), raw)
				: new Outcome(null, null, raw);
	}

	private Outcome restored(Pseudonyms.Original original) {
		Treatment treatment = decide(original.entity());
		String value = original.value();
		if (treatment.action() == Action.PSEUDONYMISE || treatment.action() == Action.ALLOW) {
			boolean json = this.direction == Direction.TOOL_ARGUMENTS;
			return new Outcome(original.entity(), new Treatment(Action.ALLOW), json ? escaped(value) : value);
		}
		return new Outcome(original.entity(), treatment,
				this.rewriter.replacement(original.entity(), value, Folding.plain(value), treatment));
	}

	private static String escaped(String value) {
		String json = dev.tacit.inference.json.Json.write(value);
		return json.substring(1, json.length() - 1);
	}

	/**
	 * What became of a value.
	 *
	 * @param entity kind of value, {@code null} where nothing is to be told
	 * @param treatment what was done
	 * @param replacement what takes its place
	 */
	record Outcome(@Nullable Entity entity, @Nullable Treatment treatment, String replacement) {

		@Override
		public String toString() {
			return "Outcome[" + this.entity + "]";
		}

	}

}
