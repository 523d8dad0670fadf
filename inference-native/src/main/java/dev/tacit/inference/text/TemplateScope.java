/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Variables of one rendering and what it may still spend. A loop opens a scope of its
 * own; {@code if} does not.
 */
final class TemplateScope {

	/** The value of a name nobody set: prints as nothing and is false. */
	static final Object UNDEFINED = new Object() {

		@Override
		public String toString() {
			return "";
		}

	};

	private static final int MAX_STEPS = 2_000_000;

	private static final int MAX_OUTPUT = 8_000_000;

	private final @Nullable TemplateScope parent;

	private final Map<String, @Nullable Object> variables = new HashMap<>();

	private final int[] steps;

	TemplateScope(Map<String, ? extends @Nullable Object> variables) {
		this.parent = null;
		this.variables.putAll(variables);
		this.steps = new int[1];
	}

	private TemplateScope(TemplateScope parent) {
		this.parent = parent;
		this.steps = parent.steps;
	}

	TemplateScope child() {
		return new TemplateScope(this);
	}

	@Nullable Object get(String name) {
		for (TemplateScope scope = this; scope != null; scope = scope.parent) {
			if (scope.variables.containsKey(name)) {
				return scope.variables.get(name);
			}
		}
		return UNDEFINED;
	}

	void set(String name, @Nullable Object value) {
		this.variables.put(name, value);
	}

	/** Counts work, so that no template runs for ever. */
	void spend(int cost) {
		this.steps[0] += cost;
		if (this.steps[0] < 0 || this.steps[0] > MAX_STEPS) {
			throw new ChatTemplateException("The chat template exceeds its budget of " + MAX_STEPS + " steps");
		}
	}

	void append(StringBuilder out, String text) {
		spend(1 + text.length() / 64);
		if (out.length() + text.length() > MAX_OUTPUT) {
			throw new ChatTemplateException(
					"The rendered prompt exceeds " + MAX_OUTPUT + " characters; shorten the conversation");
		}
		out.append(text);
	}

}
