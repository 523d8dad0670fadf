/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Parses the expressions of one tag into closures over the scope, with Python's
 * precedence. Names of filters, tests and methods are checked here, so a template that
 * uses an unknown one fails when the model is opened.
 */
final class TemplateExpressions {

	private static final int MAX_DEPTH = 100;

	private final List<String> words;

	private final int line;

	private final TemplateOperators operators;

	private int at;

	private int depth;

	TemplateExpressions(String source, int line) {
		this.words = TemplateWords.split(source, line);
		this.line = line;
		this.operators = new TemplateOperators(line);
	}

	interface Expression {

		@Nullable Object value(TemplateScope scope);

	}

	boolean done() {
		return this.at >= this.words.size();
	}

	String peek() {
		return done() ? "" : this.words.get(this.at);
	}

	boolean accept(String word) {
		if (peek().equals(word)) {
			this.at++;
			return true;
		}
		return false;
	}

	void expect(String word) {
		if (!accept(word)) {
			throw error("'" + word + "' is missing");
		}
	}

	String name() {
		String word = peek();
		if (word.isEmpty() || !Character.isJavaIdentifierStart(word.charAt(0))) {
			throw error("a name is missing");
		}
		this.at++;
		return word;
	}

	void end() {
		if (!done()) {
			throw error("something follows the end of the tag");
		}
	}

	ChatTemplateException error(String what) {
		return new ChatTemplateException("Line " + this.line + " of the chat template: " + what);
	}

	Expression expression() {
		if (++this.depth > MAX_DEPTH) {
			throw error("expressions are nested deeper than " + MAX_DEPTH + " levels");
		}
		Expression value = or();
		if (accept("if")) {
			Expression condition = or();
			Expression otherwise = accept("else") ? expression() : (scope) -> TemplateScope.UNDEFINED;
			Expression then = value;
			value = (scope) -> TemplateValues.truth(condition.value(scope)) ? then.value(scope)
					: otherwise.value(scope);
		}
		this.depth--;
		return value;
	}

	private Expression or() {
		Expression left = and();
		while (accept("or")) {
			Expression first = left;
			Expression second = and();
			left = (scope) -> {
				Object value = first.value(scope);
				return TemplateValues.truth(value) ? value : second.value(scope);
			};
		}
		return left;
	}

	private Expression and() {
		Expression left = not();
		while (accept("and")) {
			Expression first = left;
			Expression second = not();
			left = (scope) -> {
				Object value = first.value(scope);
				return TemplateValues.truth(value) ? second.value(scope) : value;
			};
		}
		return left;
	}

	private Expression not() {
		int negations = 0;
		while (accept("not")) {
			negations++;
		}
		Expression operand = comparison();
		if (negations == 0) {
			return operand;
		}
		boolean negate = negations % 2 == 1;
		return (scope) -> TemplateValues.truth(operand.value(scope)) != negate;
	}

	private Expression comparison() {
		Expression left = sum();
		if (accept("is")) {
			boolean negate = accept("not");
			TemplateTests.Test test = TemplateTests.named(name());
			if (test == null) {
				throw error("the test '" + this.words.get(this.at - 1) + "' is not supported");
			}
			return (scope) -> test.holds(left.value(scope)) != negate;
		}
		if (accept("==")) {
			Expression right = sum();
			return (scope) -> this.operators.equal(left.value(scope), right.value(scope));
		}
		if (accept("!=")) {
			Expression right = sum();
			return (scope) -> !this.operators.equal(left.value(scope), right.value(scope));
		}
		boolean negate = peek().equals("not");
		if (negate) {
			this.at++;
			expect("in");
			return contains(left, sum(), true);
		}
		if (accept("in")) {
			return contains(left, sum(), false);
		}
		for (String operator : List.of("<=", ">=", "<", ">")) {
			if (accept(operator)) {
				Expression right = sum();
				return (scope) -> this.operators.ordered(operator, this.operators.integer(left.value(scope)),
						this.operators.integer(right.value(scope)));
			}
		}
		return left;
	}

	private Expression contains(Expression item, Expression container, boolean negate) {
		return (scope) -> this.operators.contains(scope, item.value(scope), container.value(scope)) != negate;
	}

	private Expression sum() {
		Expression left = unary();
		while (true) {
			if (accept("+")) {
				Expression first = left;
				Expression second = unary();
				left = (scope) -> this.operators.add(scope, first.value(scope), second.value(scope));
			}
			else if (accept("-")) {
				Expression first = left;
				Expression second = unary();
				left = (scope) -> Math.subtractExact(this.operators.integer(first.value(scope)),
						this.operators.integer(second.value(scope)));
			}
			else if (accept("~")) {
				Expression first = left;
				Expression second = unary();
				left = (scope) -> this.operators.concatenated(scope, TemplateValues.text(first.value(scope)),
						TemplateValues.text(second.value(scope)));
			}
			else {
				return left;
			}
		}
	}

	private Expression unary() {
		if (accept("-")) {
			Expression operand = unary();
			return (scope) -> Math.negateExact(this.operators.integer(operand.value(scope)));
		}
		Expression value = postfix(primary());
		while (accept("|")) {
			String filter = name();
			List<Expression> arguments = accept("(") ? arguments() : List.of();
			TemplateFilters.Filter applied = TemplateFilters.named(filter);
			if (applied == null) {
				throw error("the filter '" + filter + "' is not supported");
			}
			Expression input = value;
			value = postfix((scope) -> applied.apply(scope, input.value(scope), values(arguments, scope)));
		}
		return value;
	}

	private static List<@Nullable Object> values(List<Expression> expressions, TemplateScope scope) {
		List<@Nullable Object> values = new ArrayList<>();
		expressions.forEach((expression) -> values.add(expression.value(scope)));
		return values;
	}

	private Expression postfix(Expression start) {
		Expression value = start;
		while (true) {
			Expression target = value;
			if (accept(".")) {
				String member = name();
				if (accept("(")) {
					List<Expression> arguments = arguments();
					TemplateFilters.Filter method = TemplateFilters.method(member);
					if (method == null) {
						throw error("the method '" + member + "' is not supported");
					}
					value = (scope) -> method.apply(scope, target.value(scope), values(arguments, scope));
				}
				else {
					value = (scope) -> this.operators.member(target.value(scope), member);
				}
			}
			else if (accept("[")) {
				value = subscript(target);
			}
			else {
				return value;
			}
		}
	}

	private Expression subscript(Expression target) {
		Expression from = peek().equals(":") ? null : expression();
		if (!accept(":")) {
			expect("]");
			Expression index = Objects.requireNonNull(from);
			return (scope) -> this.operators.element(target.value(scope), index.value(scope));
		}
		Expression to = peek().equals("]") ? null : expression();
		expect("]");
		return (scope) -> this.operators.slice(target.value(scope),
				(from != null) ? this.operators.integer(from.value(scope)) : 0,
				(to != null) ? this.operators.integer(to.value(scope)) : Long.MAX_VALUE);
	}

	private List<Expression> arguments() {
		List<Expression> arguments = new ArrayList<>();
		while (!accept(")")) {
			arguments.add(expression());
			if (!accept(",")) {
				expect(")");
				break;
			}
		}
		return arguments;
	}

	private Expression primary() {
		String word = peek();
		if (accept("(")) {
			Expression inner = expression();
			expect(")");
			return inner;
		}
		if (accept("[")) {
			List<Expression> items = new ArrayList<>();
			while (!accept("]")) {
				items.add(expression());
				if (!accept(",")) {
					expect("]");
					break;
				}
			}
			return (scope) -> values(items, scope);
		}
		if (word.startsWith("'")) {
			this.at++;
			String text = word.substring(1);
			return (scope) -> text;
		}
		if (!word.isEmpty() && Character.isDigit(word.charAt(0))) {
			this.at++;
			long number = Long.parseLong(word);
			return (scope) -> number;
		}
		String name = name();
		return switch (name) {
			case "true", "True" -> (scope) -> Boolean.TRUE;
			case "false", "False" -> (scope) -> Boolean.FALSE;
			case "none", "None" -> (scope) -> null;
			default -> peek().equals("(") ? call(name) : (scope) -> scope.get(name);
		};
	}

	private Expression call(String function) {
		expect("(");
		if (function.equals("namespace")) {
			Map<String, Expression> members = new LinkedHashMap<>();
			while (!accept(")")) {
				String member = name();
				expect("=");
				members.put(member, expression());
				accept(",");
			}
			return (scope) -> {
				Map<String, @Nullable Object> namespace = new LinkedHashMap<>();
				members.forEach((member, value) -> namespace.put(member, value.value(scope)));
				return namespace;
			};
		}
		List<Expression> arguments = arguments();
		if (function.equals("raise_exception")) {
			return (scope) -> {
				values(arguments, scope);
				throw new ChatTemplateException("The chat template refuses these messages (line " + this.line + ")");
			};
		}
		return (scope) -> {
			if (scope.get(function) instanceof TemplateStatements.Macro macro) {
				return macro.call(scope, values(arguments, scope));
			}
			throw error("the function '" + function + "' is not supported");
		};
	}

}
