/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Python's operators on values. */
final class TemplateOperators {

	private TemplateOperators() {
	}

	static @Nullable Object arithmetic(TemplateScope scope, String operator, @Nullable Object left,
			@Nullable Object right) {
		scope.budget().spend(1);
		boolean numbers = TemplateValues.isNumber(left) && TemplateValues.isNumber(right);
		if (operator.equals("+") && !numbers) {
			return joined(scope, left, right);
		}
		if (operator.equals("*") && !numbers) {
			return repeated(scope, left, right);
		}
		if (operator.equals("%") && left instanceof String format) {
			return scope.budget().text(PercentFormat.format(format, right));
		}
		if (!numbers) {
			throw new TemplateFault("an operator was given a value of the wrong type");
		}
		boolean floats = TemplateValues.isFloat(left) || TemplateValues.isFloat(right);
		if (operator.equals("/")) {
			return quotient(TemplateValues.number(left), TemplateValues.number(right));
		}
		return floats ? ofFloats(operator, TemplateValues.number(left), TemplateValues.number(right))
				: ofIntegers(operator, TemplateValues.integer(left), TemplateValues.integer(right));
	}

	private static Object ofIntegers(String operator, long a, long b) {
		return switch (operator) {
			case "+" -> Math.addExact(a, b);
			case "-" -> Math.subtractExact(a, b);
			case "*" -> Math.multiplyExact(a, b);
			case "//" -> (a == Long.MIN_VALUE && b == -1) ? overflow() : Math.floorDiv(a, b);
			case "%" -> Math.floorMod(a, b);
			default -> (b < 0) ? Double.valueOf(Math.pow(a, b)) : (Object) power(a, b);
		};
	}

	private static long overflow() {
		throw new ArithmeticException();
	}

	private static long power(long base, long exponent) {
		long result = 1;
		long factor = base;
		for (long rest = exponent; rest > 0; rest >>= 1) {
			if ((rest & 1) == 1) {
				result = Math.multiplyExact(result, factor);
			}
			if (rest > 1) {
				factor = Math.multiplyExact(factor, factor);
			}
		}
		return result;
	}

	private static Object ofFloats(String operator, double a, double b) {
		return switch (operator) {
			case "+" -> a + b;
			case "-" -> a - b;
			case "*" -> a * b;
			case "//" -> Math.floor(quotient(a, b));
			case "%" -> modulo(a, b);
			default -> Math.pow(a, b);
		};
	}

	private static double quotient(double a, double b) {
		if (b == 0) {
			throw new ArithmeticException();
		}
		return a / b;
	}

	private static double modulo(double a, double b) {
		quotient(a, b);
		double rest = a % b;
		return (rest != 0 && (rest < 0) != (b < 0)) ? rest + b : rest;
	}

	static Object negated(@Nullable Object value) {
		return TemplateValues.isFloat(value) ? -TemplateValues.number(value)
				: (Object) Math.negateExact(TemplateValues.integer(value));
	}

	private static Object joined(TemplateScope scope, @Nullable Object left, @Nullable Object right) {
		if (left instanceof String a && right instanceof String b) {
			scope.budget().length((long) a.length() + b.length());
			return a + b;
		}
		if (left instanceof List<?> a && right instanceof List<?> b
				&& left instanceof TemplateTuple == right instanceof TemplateTuple) {
			scope.budget().spend(a.size() + b.size());
			List<@Nullable Object> all = new ArrayList<>(a);
			all.addAll(b);
			return (left instanceof TemplateTuple) ? new TemplateTuple(all) : all;
		}
		throw new TemplateFault("an operator was given a value of the wrong type");
	}

	private static Object repeated(TemplateScope scope, @Nullable Object left, @Nullable Object right) {
		Object value = TemplateValues.isInteger(left) ? right : left;
		long times = Math.max(0, TemplateValues.integer((value == right) ? left : right));
		if (value instanceof String text) {
			scope.budget().length(Math.multiplyExact(text.length(), times));
			return text.repeat((int) (text.isEmpty() ? 0 : times));
		}
		if (value instanceof List<?> list) {
			long size = Math.multiplyExact(list.size(), times);
			scope.budget().spend((int) Math.min(Integer.MAX_VALUE / 2, size));
			List<@Nullable Object> all = new ArrayList<>();
			for (long i = 0; i < times && !list.isEmpty(); i++) {
				all.addAll(list);
			}
			return (value instanceof TemplateTuple) ? new TemplateTuple(all) : all;
		}
		throw new TemplateFault("an operator was given a value of the wrong type");
	}

	static boolean compared(TemplateScope scope, String operator, @Nullable Object left, @Nullable Object right) {
		return switch (operator) {
			case "==" -> TemplateValues.equal(scope, left, right);
			case "!=" -> !TemplateValues.equal(scope, left, right);
			case "in" -> contains(scope, left, right);
			case "not in" -> !contains(scope, left, right);
			case "<" -> TemplateValues.compare(scope, left, right) < 0;
			case "<=" -> TemplateValues.compare(scope, left, right) <= 0;
			case ">" -> isAbove(TemplateValues.compare(scope, left, right));
			case ">=" ->
				isAbove(TemplateValues.compare(scope, left, right)) || TemplateValues.equal(scope, left, right);
			default -> throw new IllegalStateException("No comparison " + operator);
		};
	}

	private static boolean isAbove(int order) {
		return order == 1 || order > 2;
	}

	static boolean contains(TemplateScope scope, @Nullable Object sought, @Nullable Object holder) {
		if (holder instanceof String text) {
			if (sought instanceof String part) {
				scope.budget().spend(1 + text.length() / 64);
				return text.contains(part);
			}
			throw new TemplateFault("'in' looks for something other than a text in a text");
		}
		if (holder instanceof Map<?, ?> map) {
			return map.containsKey(sought);
		}
		for (Object item : TemplateValues.items(scope, holder)) {
			if (TemplateValues.equal(scope, item, sought)) {
				return true;
			}
		}
		return false;
	}

	/** {@code value.name}: methods of a map win over its keys. */
	static @Nullable Object member(@Nullable Object holder, String name) {
		if (holder == TemplateScope.UNDEFINED) {
			throw new TemplateFault("a member of an undefined value is read");
		}
		if (holder instanceof TemplateNamespace namespace) {
			return namespace.get(name);
		}
		if (holder instanceof TemplateTuple tuple) {
			return tuple.named(name);
		}
		if (TemplateMethods.has(holder, name)) {
			return TemplateMethods.bound(holder, name);
		}
		return (holder instanceof Map<?, ?> map && map.containsKey(name)) ? map.get(name) : TemplateScope.UNDEFINED;
	}

	/** {@code value[index]}. */
	static @Nullable Object element(@Nullable Object holder, @Nullable Object index) {
		if (holder == TemplateScope.UNDEFINED) {
			throw new TemplateFault("an element of an undefined value is read");
		}
		if (holder instanceof Map<?, ?> map) {
			return map.containsKey(index) ? map.get(index) : TemplateScope.UNDEFINED;
		}
		if (holder instanceof TemplateNamespace namespace && index instanceof String name) {
			return namespace.get(name);
		}
		if (holder instanceof TemplateTuple tuple && index instanceof String name) {
			return tuple.named(name);
		}
		boolean positional = TemplateValues.isInteger(index) || index instanceof Boolean;
		if (holder instanceof List<?> list && positional) {
			long at = position(TemplateValues.integer(index), list.size());
			return (at >= 0 && at < list.size()) ? list.get((int) at) : TemplateScope.UNDEFINED;
		}
		if (holder instanceof String text && positional) {
			int[] points = text.codePoints().toArray();
			long at = position(TemplateValues.integer(index), points.length);
			return (at >= 0 && at < points.length) ? Character.toString(points[(int) at]) : TemplateScope.UNDEFINED;
		}
		return TemplateScope.UNDEFINED;
	}

	private static long position(long index, int length) {
		return (index < 0) ? length + index : index;
	}

	/** {@code value[from:to:step]}, in code points for a text. */
	static Object slice(TemplateScope scope, @Nullable Object holder, @Nullable Object from, @Nullable Object to,
			@Nullable Object step) {
		long by = (step != null) ? TemplateValues.integer(step) : 1;
		if (by == 0) {
			throw new TemplateFault("a slice has a step of zero");
		}
		if (!(holder instanceof String || holder instanceof List<?>)) {
			throw new TemplateFault("a slice needs a text or a list");
		}
		List<?> source = TemplateValues.items(scope, holder);
		int length = source.size();
		long start = (from != null) ? bound(TemplateValues.integer(from), length, by) : (by > 0) ? 0 : length - 1;
		long stop = (to != null) ? bound(TemplateValues.integer(to), length, by) : (by > 0) ? length : -1;
		List<@Nullable Object> part = new ArrayList<>();
		for (long i = start; (by > 0) ? i < stop : i > stop; i += by) {
			part.add(source.get((int) i));
			if (Math.abs(by) > length) {
				break;
			}
		}
		if (holder instanceof String) {
			StringBuilder text = new StringBuilder();
			part.forEach(text::append);
			return text.toString();
		}
		return (holder instanceof TemplateTuple) ? new TemplateTuple(part) : part;
	}

	private static long bound(long index, int length, long by) {
		long at = (index < 0) ? length + index : index;
		return (by > 0) ? Math.max(0, Math.min(length, at)) : Math.max(-1, Math.min(length - 1, at));
	}

}
