/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.tacit.inference.text.TemplateExpression.Constant;
import org.jspecify.annotations.Nullable;

/**
 * Parses the expressions of one tag with Jinja's grammar. Chains are flat and only
 * brackets and ternaries descend, each counted, so the Java stack is bounded. Names of
 * filters, tests and methods are checked here: a template that uses an unknown one fails
 * when the model is opened.
 */
final class TemplateExpressions {

	private final TemplateCursor cursor;

	private final TemplateNames names;

	private final TemplateOperands operands;

	TemplateExpressions(TemplateCursor cursor, TemplateNames names) {
		this.cursor = cursor;
		this.names = names;
		this.operands = new TemplateOperands(cursor, names, this);
	}

	TemplateArguments arguments() {
		return this.operands.arguments();
	}

	/** One expression, or several with commas between: a tuple. */
	TemplateExpression tuple(boolean conditional) {
		TemplateExpression first = conditional ? expression() : or();
		if (!this.cursor.peek().is(",")) {
			return first;
		}
		List<TemplateExpression> items = new ArrayList<>(List.of(first));
		while (this.cursor.accept(",")) {
			if (this.cursor.peek() == TemplateWord.END || this.cursor.peek().is(")") || this.cursor.peek().is("if")) {
				break;
			}
			items.add(conditional ? expression() : or());
		}
		return (scope) -> new TemplateTuple(TemplateOperands.values(items, scope));
	}

	TemplateExpression expression() {
		this.names.enter(this.cursor.line());
		TemplateExpression value = or();
		if (this.cursor.accept("if")) {
			TemplateExpression then = value;
			TemplateExpression condition = or();
			TemplateExpression otherwise = this.cursor.accept("else") ? expression()
					: new Constant(TemplateScope.UNDEFINED);
			value = (scope) -> TemplateValues.truth(condition.value(scope)) ? then.value(scope)
					: otherwise.value(scope);
		}
		this.names.leave();
		return value;
	}

	TemplateExpression or() {
		List<TemplateExpression> operands = new ArrayList<>(List.of(and()));
		while (this.cursor.accept("or")) {
			operands.add(and());
		}
		return (operands.size() == 1) ? operands.get(0) : (scope) -> decided(operands, scope, true);
	}

	private TemplateExpression and() {
		List<TemplateExpression> operands = new ArrayList<>(List.of(not()));
		while (this.cursor.accept("and")) {
			operands.add(not());
		}
		return (operands.size() == 1) ? operands.get(0) : (scope) -> decided(operands, scope, false);
	}

	/** The first operand that decides, or the last: Python returns it, not a boolean. */
	private static @Nullable Object decided(List<TemplateExpression> operands, TemplateScope scope, boolean by) {
		Object value = null;
		for (TemplateExpression operand : operands) {
			value = operand.value(scope);
			if (TemplateValues.truth(value) == by) {
				break;
			}
		}
		return value;
	}

	private TemplateExpression not() {
		int negations = 0;
		while (this.cursor.accept("not")) {
			negations++;
		}
		TemplateExpression operand = comparison();
		if (negations == 0) {
			return operand;
		}
		boolean odd = negations % 2 == 1;
		return (scope) -> TemplateValues.truth(operand.value(scope)) != odd;
	}

	private TemplateExpression comparison() {
		TemplateExpression first = chain(0);
		List<Operation> operations = new ArrayList<>();
		while (true) {
			String operator = this.cursor.peek().text();
			boolean negated = this.cursor.peek().is("not") && this.cursor.follows("in");
			if (negated) {
				this.cursor.next();
				operator = "not in";
			}
			else if (!this.cursor.peek().is("in") && !(this.cursor.peek().kind() == TemplateWord.Kind.OPERATOR
					&& Set.of("==", "!=", "<", "<=", ">", ">=").contains(operator))) {
				break;
			}
			this.cursor.next();
			operations.add(new Operation(operator, chain(0)));
		}
		if (operations.isEmpty()) {
			return first;
		}
		return (scope) -> {
			Object left = first.value(scope);
			for (Operation operation : operations) {
				Object right = operation.operand().value(scope);
				if (!TemplateOperators.compared(scope, operation.operator(), left, right)) {
					return false;
				}
				left = right;
			}
			return true;
		};
	}

	private static final List<Set<String>> LEVELS = List.of(Set.of("+", "-"), Set.of("~"), Set.of("*", "/", "//", "%"),
			Set.of("**"));

	/** The binary operators of one level of precedence, from left to right. */
	private TemplateExpression chain(int level) {
		if (level == LEVELS.size()) {
			return unary();
		}
		TemplateExpression first = chain(level + 1);
		List<Operation> operations = new ArrayList<>();
		while (this.cursor.peek().kind() == TemplateWord.Kind.OPERATOR
				&& LEVELS.get(level).contains(this.cursor.peek().text())) {
			String operator = this.cursor.peek().text();
			this.cursor.next();
			operations.add(new Operation(operator, chain(level + 1)));
		}
		if (operations.isEmpty()) {
			return first;
		}
		return (scope) -> {
			Object left = first.value(scope);
			for (Operation operation : operations) {
				Object right = operation.operand().value(scope);
				left = operation.operator().equals("~")
						? TemplateOperators.arithmetic(scope, "+", PythonText.of(left), PythonText.of(right))
						: TemplateOperators.arithmetic(scope, operation.operator(), left, right);
			}
			return left;
		};
	}

	private record Operation(String operator, TemplateExpression operand) {
	}

	/** A sign binds less than a member, and more than a filter. */
	private TemplateExpression unary() {
		int signs = 0;
		boolean negative = false;
		while (this.cursor.peek().is("-") || this.cursor.peek().is("+")) {
			negative ^= this.cursor.peek().is("-");
			signs++;
			this.cursor.next();
		}
		TemplateExpression primary = this.operands.primary();
		if (signs == 0) {
			return this.operands.steps(primary, true);
		}
		TemplateExpression operand = this.operands.steps(primary, false);
		boolean negate = negative;
		return this.operands.steps((scope) -> negate ? TemplateOperators.negated(operand.value(scope))
				: TemplateOperators.negated(TemplateOperators.negated(operand.value(scope))), true);
	}

}
