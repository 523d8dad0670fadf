/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tacit.inference.text.TemplateExpression.Constant;
import dev.tacit.inference.text.TemplateExpression.Step;
import org.jspecify.annotations.Nullable;

/**
 * Parses operands: literals and names, and the members, elements, calls, filters and
 * tests behind them.
 */
final class TemplateOperands {

	private final TemplateCursor cursor;

	private final TemplateNames names;

	private final TemplateExpressions expressions;

	TemplateOperands(TemplateCursor cursor, TemplateNames names, TemplateExpressions expressions) {
		this.cursor = cursor;
		this.names = names;
		this.expressions = expressions;
	}

	/**
	 * Members, elements and calls; then filters and tests, after which calls may follow.
	 */
	TemplateExpression steps(TemplateExpression start, boolean filters) {
		List<Step> steps = new ArrayList<>();
		while (true) {
			if (this.cursor.accept(".")) {
				steps.add(member());
			}
			else if (this.cursor.accept("[")) {
				steps.add(subscript());
			}
			else if (this.cursor.accept("(")) {
				steps.add(call());
			}
			else if (filters && this.cursor.accept("|")) {
				String filter = this.cursor.dotted();
				steps.add(TemplateFilters.step(filter, this.cursor.accept("(") ? arguments() : TemplateArguments.NONE));
			}
			else if (filters && this.cursor.accept("is")) {
				steps.add(test());
			}
			else {
				break;
			}
		}
		if (steps.isEmpty()) {
			return start;
		}
		return (scope) -> {
			Object value = start.value(scope);
			for (Step step : steps) {
				value = step.apply(scope, value);
			}
			return value;
		};
	}

	private Step member() {
		if (this.cursor.peek().kind() == TemplateWord.Kind.INTEGER) {
			long index = Long.parseLong(this.cursor.peek().text());
			this.cursor.next();
			return (scope, value) -> TemplateOperators.element(value, index);
		}
		String member = this.cursor.name();
		if (this.cursor.peek().is("(") && !TemplateMethods.known(member) && !TemplateLoop.METHODS.contains(member)) {
			throw new TemplateFault("the method '" + member + "' is not supported");
		}
		return (scope, value) -> TemplateOperators.member(value, member);
	}

	private Step call() {
		TemplateArguments arguments = arguments();
		return (scope, value) -> {
			if (value instanceof TemplateCallable callable) {
				scope.budget().spend(1);
				return callable.call(scope, arguments.positionalValues(scope), arguments.namedValues(scope));
			}
			throw new TemplateFault("something is called that is no function");
		};
	}

	private Step subscript() {
		TemplateExpression from = this.cursor.peek().is(":") ? null : this.expressions.expression();
		if (from != null && this.cursor.accept("]")) {
			return (scope, value) -> TemplateOperators.element(value, from.value(scope));
		}
		this.cursor.expect(":");
		TemplateExpression to = (this.cursor.peek().is(":") || this.cursor.peek().is("]")) ? null
				: this.expressions.expression();
		TemplateExpression step = (this.cursor.accept(":") && !this.cursor.peek().is("]"))
				? this.expressions.expression() : null;
		this.cursor.expect("]");
		return (scope, value) -> TemplateOperators.slice(scope, value, valueOf(from, scope), valueOf(to, scope),
				valueOf(step, scope));
	}

	private static @Nullable Object valueOf(@Nullable TemplateExpression expression, TemplateScope scope) {
		return (expression != null) ? expression.value(scope) : null;
	}

	private Step test() {
		boolean negate = this.cursor.accept("not");
		TemplateWord word = this.cursor.peek();
		String name = word.is("in") ? word.text() : "";
		if (name.isEmpty()) {
			name = this.cursor.dotted();
		}
		else {
			this.cursor.next();
		}
		TemplateArguments arguments = TemplateArguments.NONE;
		if (this.cursor.accept("(")) {
			arguments = arguments();
		}
		else if (startsOperand()) {
			arguments = new TemplateArguments(List.of(steps(primary(), false)), Map.of());
		}
		Step test = TemplateTests.named(name).bind(arguments);
		return (scope, value) -> TemplateValues.truth(test.apply(scope, value)) != negate;
	}

	private boolean startsOperand() {
		TemplateWord word = this.cursor.peek();
		return switch (word.kind()) {
			case TEXT, INTEGER, FLOAT -> true;
			case NAME -> this.cursor.atName();
			case OPERATOR -> word.is("[") || word.is("{");
			case END -> false;
		};
	}

	/** Arguments after an opening parenthesis. */
	TemplateArguments arguments() {
		List<TemplateExpression> positional = new ArrayList<>();
		Map<String, TemplateExpression> named = new LinkedHashMap<>();
		while (!this.cursor.accept(")")) {
			if (this.cursor.peek().is("*") || this.cursor.peek().is("**")) {
				throw new TemplateFault("a call with spread arguments is not supported");
			}
			if (this.cursor.peek().kind() == TemplateWord.Kind.NAME && this.cursor.follows("=")) {
				String name = this.cursor.name();
				this.cursor.expect("=");
				named.put(name, this.expressions.expression());
			}
			else if (!named.isEmpty()) {
				throw new TemplateFault("an argument without a name follows one with a name");
			}
			else {
				positional.add(this.expressions.expression());
			}
			if (!this.cursor.accept(",") && !this.cursor.peek().is(")")) {
				throw new TemplateFault("')' is missing");
			}
		}
		return new TemplateArguments(positional, named);
	}

	static List<@Nullable Object> values(List<TemplateExpression> expressions, TemplateScope scope) {
		scope.budget().spend(1 + expressions.size());
		List<@Nullable Object> values = new ArrayList<>();
		expressions.forEach((expression) -> values.add(expression.value(scope)));
		return values;
	}

	TemplateExpression primary() {
		if (this.cursor.atName()) {
			return named(this.cursor.name());
		}
		TemplateWord word = this.cursor.next();
		switch (word.kind()) {
			case TEXT -> {
				StringBuilder text = new StringBuilder(word.text());
				while (this.cursor.peek().kind() == TemplateWord.Kind.TEXT) {
					text.append(this.cursor.next().text());
				}
				return new Constant(text.toString());
			}
			case INTEGER -> {
				return new Constant(Long.parseLong(word.text()));
			}
			case FLOAT -> {
				return new Constant(Double.parseDouble(word.text()));
			}
			default -> {
			}
		}
		if (word.is("(")) {
			if (this.cursor.accept(")")) {
				return (scope) -> new TemplateTuple(List.of());
			}
			TemplateExpression inner = this.expressions.tuple(true);
			this.cursor.expect(")");
			return inner;
		}
		if (word.is("[")) {
			return list();
		}
		if (word.is("{")) {
			return map();
		}
		throw new TemplateFault("a value is missing");
	}

	private TemplateExpression named(String name) {
		return switch (name) {
			case "true", "True" -> new Constant(Boolean.TRUE);
			case "false", "False" -> new Constant(Boolean.FALSE);
			case "none", "None" -> new Constant(null);
			default -> {
				if (this.cursor.peek().is("(")) {
					this.names.call(name, this.cursor.line());
				}
				yield (scope) -> scope.get(name);
			}
		};
	}

	private TemplateExpression list() {
		List<TemplateExpression> items = new ArrayList<>();
		while (!this.cursor.accept("]")) {
			items.add(this.expressions.expression());
			if (!this.cursor.accept(",") && !this.cursor.peek().is("]")) {
				throw new TemplateFault("']' is missing");
			}
		}
		return (scope) -> values(items, scope);
	}

	private TemplateExpression map() {
		List<TemplateExpression> keys = new ArrayList<>();
		List<TemplateExpression> members = new ArrayList<>();
		while (!this.cursor.accept("}")) {
			keys.add(this.expressions.expression());
			this.cursor.expect(":");
			members.add(this.expressions.expression());
			if (!this.cursor.accept(",") && !this.cursor.peek().is("}")) {
				throw new TemplateFault("'}' is missing");
			}
		}
		return (scope) -> {
			List<@Nullable Object> names = values(keys, scope);
			List<@Nullable Object> contents = values(members, scope);
			Map<Object, @Nullable Object> map = new LinkedHashMap<>();
			for (int i = 0; i < names.size(); i++) {
				Object key = names.get(i);
				if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
					throw new TemplateFault("a key of a map is neither a text nor a number");
				}
				map.put(key, contents.get(i));
			}
			return map;
		};
	}

}
