/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A filter, test or method: its parameters and what it does. Arguments are matched with
 * the parameters when the template is parsed.
 */
record TemplateOperation(List<String> parameters, int required, Body body) {

	/**
	 * Describes an operation.
	 * @param parameters names divided by blanks
	 * @param required how many of them every call gives
	 * @param body what it does
	 * @return the operation
	 */
	static TemplateOperation of(String parameters, int required, Body body) {
		return new TemplateOperation(parameters.isEmpty() ? List.of() : List.of(parameters.split(" ")), required, body);
	}

	interface Body {

		@Nullable Object apply(TemplateScope scope, @Nullable Object value, Values arguments);

	}

	TemplateExpression.Step bind(TemplateArguments arguments) {
		TemplateExpression[] bound = new TemplateExpression[this.parameters.size()];
		if (arguments.positional().size() > bound.length) {
			throw new TemplateFault("a call has too many arguments");
		}
		for (int i = 0; i < arguments.positional().size(); i++) {
			bound[i] = arguments.positional().get(i);
		}
		arguments.named().forEach((name, argument) -> bound[index(name)] = argument);
		for (int i = 0; i < this.required; i++) {
			if (bound[i] == null) {
				throw new TemplateFault("a call lacks an argument");
			}
		}
		return (scope, value) -> {
			@Nullable Object[] values = new Object[bound.length];
			for (int i = 0; i < bound.length; i++) {
				values[i] = (bound[i] != null) ? bound[i].value(scope) : Values.ABSENT;
			}
			scope.budget().spend(1);
			return this.body.apply(scope, value, new Values(values));
		};
	}

	private int index(String name) {
		int index = this.parameters.indexOf(name);
		if (index < 0) {
			throw new TemplateFault("a call names an argument that is not supported");
		}
		return index;
	}

	/** A call whose arguments are known only now. */
	@Nullable Object call(TemplateScope scope, @Nullable Object value, List<@Nullable Object> positional,
			Map<String, @Nullable Object> named) {
		@Nullable Object[] values = new Object[this.parameters.size()];
		Arrays.fill(values, Values.ABSENT);
		if (positional.size() > values.length) {
			throw new TemplateFault("a call has too many arguments");
		}
		for (int i = 0; i < positional.size(); i++) {
			values[i] = positional.get(i);
		}
		named.forEach((name, argument) -> values[index(name)] = argument);
		for (int i = 0; i < this.required; i++) {
			if (values[i] == Values.ABSENT) {
				throw new TemplateFault("a call lacks an argument");
			}
		}
		return this.body.apply(scope, value, new Values(values));
	}

	/** Values of the arguments of one call. */
	record Values(@Nullable Object[] values) {

		private static final Object ABSENT = new Object();

		boolean has(int index) {
			return this.values[index] != ABSENT;
		}

		@Nullable Object get(int index, @Nullable Object otherwise) {
			return has(index) ? this.values[index] : otherwise;
		}

		boolean truth(int index, boolean otherwise) {
			return has(index) ? TemplateValues.truth(this.values[index]) : otherwise;
		}

		String text(int index, String otherwise) {
			return has(index) ? TemplateText.exact(this.values[index]) : otherwise;
		}

		int integer(int index, int otherwise) {
			return has(index) ? Math.toIntExact(TemplateValues.integer(this.values[index])) : otherwise;
		}

		@Nullable String attribute(int index) {
			Object value = get(index, null);
			return (value == null) ? null : PythonText.of(value);
		}

	}

}
