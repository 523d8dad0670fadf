/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A macro in the scope it was defined in.
 *
 * @param parameters names
 * @param defaults one for each parameter, {@code null} where there is none
 * @param body what it writes
 * @param height how deep the body is nested
 * @param home the scope of its definition
 */
record TemplateMacro(List<String> parameters, List<@Nullable TemplateExpression> defaults, TemplateBlock body,
		int height, TemplateScope home) implements TemplateCallable {

	@Override
	public Object call(TemplateScope scope, List<@Nullable Object> positional, Map<String, @Nullable Object> named) {
		TemplateScope inner = this.home.child();
		if (positional.size() > this.parameters.size()) {
			throw new TemplateFault("a macro was called with too many arguments");
		}
		for (String name : named.keySet()) {
			if (!this.parameters.contains(name) && !name.equals("caller")) {
				throw new TemplateFault("a macro was called with an argument it does not have");
			}
		}
		inner.set("caller", named.getOrDefault("caller", TemplateScope.UNDEFINED));
		for (int i = 0; i < this.parameters.size(); i++) {
			String name = this.parameters.get(i);
			TemplateExpression otherwise = this.defaults.get(i);
			if (i < positional.size()) {
				inner.set(name, positional.get(i));
			}
			else if (named.containsKey(name)) {
				inner.set(name, named.get(name));
			}
			else {
				inner.set(name, (otherwise != null) ? otherwise.value(inner) : TemplateScope.UNDEFINED);
			}
		}
		scope.budget().enter(this.height);
		StringBuilder out = new StringBuilder();
		this.body.write(inner, out);
		scope.budget().leave(this.height);
		return out.toString();
	}

}
