/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/** The tests behind {@code is}: a closed list. */
final class TemplateTests {

	private static final Map<String, TemplateOperation> TESTS = new HashMap<>();

	static {
		plain("defined", (value) -> value != TemplateScope.UNDEFINED);
		plain("undefined", (value) -> value == TemplateScope.UNDEFINED);
		plain("none", (value) -> value == null);
		plain("string", String.class::isInstance);
		plain("mapping", Map.class::isInstance);
		plain("iterable", (value) -> value instanceof Collection || value instanceof String || value instanceof Map
				|| value == TemplateScope.UNDEFINED);
		plain("sequence", (value) -> value instanceof Collection || value instanceof String || value instanceof Map
				|| value == TemplateScope.UNDEFINED);
		plain("number", TemplateValues::isNumber);
		plain("integer", (value) -> TemplateValues.isInteger(value));
		plain("float", TemplateValues::isFloat);
		plain("boolean", Boolean.class::isInstance);
		plain("true", Boolean.TRUE::equals);
		plain("false", Boolean.FALSE::equals);
		plain("callable", TemplateCallable.class::isInstance);
		plain("odd", (value) -> Math.floorMod(TemplateValues.integer(value), 2) == 1);
		plain("even", (value) -> Math.floorMod(TemplateValues.integer(value), 2) == 0);
		plain("lower", (value) -> isLower(PythonText.of(value)));
		plain("upper", (value) -> isUpper(PythonText.of(value)));
		TESTS.put("divisibleby", TemplateOperation.of("num", 1, (scope, value, arguments) -> Math
			.floorMod(TemplateValues.integer(value), TemplateValues.integer(arguments.get(0, null))) == 0));
		TESTS.put("sameas",
				TemplateOperation.of("other", 1, (scope, value, arguments) -> same(value, arguments.get(0, null))));
		for (String alias : new String[] { "eq", "equalto", "==" }) {
			compared(alias, "==");
		}
		for (String alias : new String[] { "ne", "!=" }) {
			compared(alias, "!=");
		}
		for (String alias : new String[] { "gt", "greaterthan", ">" }) {
			compared(alias, ">");
		}
		for (String alias : new String[] { "lt", "lessthan", "<" }) {
			compared(alias, "<");
		}
		for (String alias : new String[] { "ge", ">=" }) {
			compared(alias, ">=");
		}
		for (String alias : new String[] { "le", "<=" }) {
			compared(alias, "<=");
		}
		compared("in", "in");
	}

	private TemplateTests() {
	}

	private static void plain(String name, Predicate<@Nullable Object> test) {
		TESTS.put(name, TemplateOperation.of("", 0, (scope, value, arguments) -> test.test(value)));
	}

	private static void compared(String name, String operator) {
		TESTS.put(name, TemplateOperation.of("other", 1, (scope, value, arguments) -> TemplateOperators.compared(scope,
				operator, value, arguments.get(0, null))));
	}

	private static boolean isLower(String text) {
		return text.equals(text.toLowerCase(Locale.ROOT)) && !text.equals(text.toUpperCase(Locale.ROOT));
	}

	private static boolean isUpper(String text) {
		return text.equals(text.toUpperCase(Locale.ROOT)) && !text.equals(text.toLowerCase(Locale.ROOT));
	}

	private static boolean same(@Nullable Object value, @Nullable Object other) {
		return value == other || (value instanceof Boolean flag && flag.equals(other));
	}

	static TemplateOperation named(String name) {
		TemplateOperation test = TESTS.get(name);
		if (test == null) {
			throw new TemplateFault("the test '" + name + "' is not supported");
		}
		return test;
	}

}
