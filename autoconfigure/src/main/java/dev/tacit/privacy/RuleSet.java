/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Rules by entity and direction, either of which may be left open. The most specific rule
 * wins: entity and direction, entity, direction, neither.
 */
final class RuleSet {

	private final Map<Key, Treatment> rules = new HashMap<>();

	/** Adds a rule; where one is there already the later one wins. */
	void put(@Nullable Entity entity, @Nullable Direction direction, Treatment treatment) {
		this.rules.put(new Key(entity, direction), treatment);
	}

	/** Adds a rule; where one is there already the stricter one wins. */
	void tighten(@Nullable Entity entity, @Nullable Direction direction, Treatment treatment) {
		this.rules.merge(new Key(entity, direction), treatment, Treatment::stricter);
	}

	@Nullable Match find(Entity entity, Direction direction) {
		Treatment found = this.rules.get(new Key(entity, direction));
		if (found != null) {
			return new Match(found, 3);
		}
		found = this.rules.get(new Key(entity, null));
		if (found != null) {
			return new Match(found, 2);
		}
		found = this.rules.get(new Key(null, direction));
		if (found != null) {
			return new Match(found, 1);
		}
		found = this.rules.get(new Key(null, null));
		return (found != null) ? new Match(found, 0) : null;
	}

	/** The rules as text, in a fixed order. */
	List<String> lines(String prefix) {
		List<String> lines = new ArrayList<>();
		this.rules.forEach((key, treatment) -> lines.add(prefix + "/" + key + "=" + treatment));
		lines.sort(null);
		return lines;
	}

	RuleSet copy() {
		RuleSet copy = new RuleSet();
		copy.rules.putAll(this.rules);
		return copy;
	}

	void forEach(RuleVisitor visitor) {
		this.rules.forEach((key, treatment) -> visitor.visit(key.entity(), key.direction(), treatment));
	}

	/** Sees each rule. */
	interface RuleVisitor {

		void visit(@Nullable Entity entity, @Nullable Direction direction, Treatment treatment);

	}

	/**
	 * A rule that fits.
	 *
	 * @param treatment what it says
	 * @param specificity 0 to 3
	 */
	record Match(Treatment treatment, int specificity) {

		/** The more specific of two; the stricter on a tie. */
		Match over(@Nullable Match other) {
			if (other == null || this.specificity > other.specificity) {
				return this;
			}
			return (this.specificity < other.specificity) ? other
					: new Match(this.treatment.stricter(other.treatment), this.specificity);
		}

	}

	private record Key(@Nullable Entity entity, @Nullable Direction direction) {

		@Override
		public String toString() {
			return ((this.entity != null) ? this.entity.name() : "*") + "/"
					+ ((this.direction != null) ? this.direction : "*");
		}

	}

}
