/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What an assignment writes to: one name, a member of a namespace, or several targets
 * over which a list is spread.
 *
 * @param name the name, empty for several targets
 * @param member the member of a namespace, {@code null} for the name itself
 * @param parts the several targets
 */
record TemplateTarget(String name, @Nullable String member, List<TemplateTarget> parts) {

	/** Reads names with commas and parentheses. */
	static TemplateTarget parse(TemplateCursor words, TemplateNames names, boolean members) {
		List<TemplateTarget> parts = new ArrayList<>();
		boolean several = false;
		do {
			if (!parts.isEmpty() && (words.peek().is("in") || words.peek().is("=") || words.peek().is(")"))) {
				break;
			}
			if (words.accept("(")) {
				parts.add(parse(words, names, false));
				words.expect(")");
				continue;
			}
			String name = words.name();
			String member = (members && words.accept(".")) ? words.name() : null;
			names.assign(name);
			parts.add(new TemplateTarget(name, member, List.of()));
			several |= words.peek().is(",");
		}
		while (words.accept(","));
		return (parts.size() == 1 && !several) ? parts.get(0) : new TemplateTarget("", null, parts);
	}

	void assign(TemplateScope scope, @Nullable Object value) {
		if (!this.parts.isEmpty()) {
			List<@Nullable Object> items = TemplateValues.items(scope, value);
			if (items.size() != this.parts.size()) {
				throw new TemplateFault("a list cannot be spread over that many names");
			}
			for (int i = 0; i < items.size(); i++) {
				this.parts.get(i).assign(scope, items.get(i));
			}
		}
		else if (this.member == null) {
			scope.set(this.name, value);
		}
		else if (scope.get(this.name) instanceof TemplateNamespace namespace) {
			namespace.set(this.member, value);
		}
		else {
			throw new TemplateFault("a member of something other than a namespace is set");
		}
	}

}
