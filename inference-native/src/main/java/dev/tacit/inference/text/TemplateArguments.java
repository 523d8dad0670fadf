/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Arguments of a call as they are written.
 *
 * @param positional those without a name
 * @param named those with one
 */
record TemplateArguments(List<TemplateExpression> positional, Map<String, TemplateExpression> named) {

	static final TemplateArguments NONE = new TemplateArguments(List.of(), Map.of());

	List<@Nullable Object> positionalValues(TemplateScope scope) {
		List<@Nullable Object> values = new ArrayList<>();
		this.positional.forEach((argument) -> values.add(argument.value(scope)));
		return values;
	}

	Map<String, @Nullable Object> namedValues(TemplateScope scope) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		this.named.forEach((name, argument) -> values.put(name, argument.value(scope)));
		return values;
	}

	/** A text that is a literal, as the names of filters and tests have to be. */
	String literal(int index, String what) {
		if (index < this.positional.size() && this.positional.get(index) instanceof TemplateExpression.Constant constant
				&& constant.literal() instanceof String text) {
			return text;
		}
		throw new TemplateFault(what + " needs its name as a literal");
	}

	TemplateArguments from(int index) {
		return new TemplateArguments(this.positional.subList(index, this.positional.size()), this.named);
	}

}
