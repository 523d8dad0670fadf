/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Names and their values during one rendering. A loop, a macro and some blocks open an
 * inner scope, whose assignments end with it.
 */
final class TemplateScope {

	/** The value of a name nobody set: prints as nothing and is false. */
	static final Object UNDEFINED = new Object() {

		@Override
		public String toString() {
			return "";
		}

	};

	private final @Nullable TemplateScope parent;

	private final Map<String, @Nullable Object> variables = new HashMap<>();

	private final TemplateBudget budget;

	TemplateScope(Map<String, ? extends @Nullable Object> functions,
			Map<String, ? extends @Nullable Object> variables) {
		this.parent = null;
		this.budget = new TemplateBudget();
		this.variables.putAll(functions);
		this.variables.putAll(variables);
	}

	private TemplateScope(TemplateScope parent) {
		this.parent = parent;
		this.budget = parent.budget;
	}

	TemplateScope child() {
		return new TemplateScope(this);
	}

	TemplateBudget budget() {
		return this.budget;
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

	void append(StringBuilder out, String text) {
		this.budget.spend(1 + text.length() / 64);
		if (out.length() + text.length() > TemplateBudget.MAX_TEXT) {
			throw new TemplateFault(
					"the prompt exceeds " + TemplateBudget.MAX_TEXT + " characters; shorten the conversation");
		}
		out.append(text);
	}

}
