/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Evaluates {@code + - * / ( )} on decimals, exactly where the result is finite, else to
 * 34 digits. Bounded in length and depth.
 */
final class Arithmetic {

	private static final int MAX_LENGTH = 200;

	private static final int MAX_DEPTH = 20;

	private final String text;

	private int at;

	private int depth;

	Arithmetic(String expression) {
		this.text = expression.replace(" ", "").replace("×", "*");
	}

	BigDecimal value() {
		if (this.text.isEmpty() || this.text.length() > MAX_LENGTH) {
			throw new ArithmeticException("An expression has 1 to " + MAX_LENGTH + " characters");
		}
		BigDecimal value = sum();
		if (this.at < this.text.length()) {
			throw new ArithmeticException("Something follows the expression");
		}
		return (value.signum() == 0) ? BigDecimal.ZERO : value.stripTrailingZeros();
	}

	private BigDecimal sum() {
		if (++this.depth > MAX_DEPTH) {
			throw new ArithmeticException("The expression is nested too deeply");
		}
		BigDecimal value = product();
		while (peek() == '+' || peek() == '-') {
			boolean plus = this.text.charAt(this.at++) == '+';
			BigDecimal operand = product();
			value = plus ? value.add(operand) : value.subtract(operand);
		}
		this.depth--;
		return value;
	}

	private BigDecimal product() {
		BigDecimal value = factor();
		while (peek() == '*' || peek() == '/') {
			boolean times = this.text.charAt(this.at++) == '*';
			BigDecimal operand = factor();
			value = times ? value.multiply(operand) : value.divide(operand, MathContext.DECIMAL128);
		}
		return value;
	}

	private BigDecimal factor() {
		boolean negative = false;
		while (peek() == '-') {
			negative = !negative;
			this.at++;
		}
		BigDecimal value;
		if (peek() == '(') {
			this.at++;
			value = sum();
			if (peek() != ')') {
				throw new ArithmeticException("A bracket is missing");
			}
			this.at++;
		}
		else {
			value = number();
		}
		return negative ? value.negate() : value;
	}

	private BigDecimal number() {
		int start = this.at;
		while (Character.isDigit(peek()) || peek() == '.') {
			this.at++;
		}
		try {
			return new BigDecimal(this.text.substring(start, this.at));
		}
		catch (NumberFormatException ex) {
			throw new ArithmeticException("A number is missing");
		}
	}

	private char peek() {
		return (this.at < this.text.length()) ? this.text.charAt(this.at) : 0;
	}

}
