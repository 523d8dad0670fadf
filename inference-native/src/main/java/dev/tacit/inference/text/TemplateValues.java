/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Python's view of Java values: kinds, truth, equality and order. Deep values are
 * compared to a bounded depth.
 */
final class TemplateValues {

	static final int MAX_DEPTH = 100;

	private TemplateValues() {
	}

	static boolean truth(@Nullable Object value) {
		if (value == null || value == TemplateScope.UNDEFINED) {
			return false;
		}
		if (value instanceof Boolean flag) {
			return flag;
		}
		if (value instanceof String text) {
			return !text.isEmpty();
		}
		if (value instanceof Number number) {
			return number.doubleValue() != 0;
		}
		if (value instanceof Collection<?> items) {
			return !items.isEmpty();
		}
		return !(value instanceof Map<?, ?> map) || !map.isEmpty();
	}

	static boolean isInteger(@Nullable Object value) {
		return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte
				|| value instanceof BigInteger;
	}

	static boolean isFloat(@Nullable Object value) {
		return value instanceof Double || value instanceof Float || value instanceof BigDecimal;
	}

	/** An integer of 64 bits; booleans count, as in Python. */
	static long integer(@Nullable Object value) {
		if (value instanceof Boolean flag) {
			return flag ? 1 : 0;
		}
		if (value instanceof BigInteger big && big.bitLength() > 63) {
			throw new TemplateFault("an integer is out of range");
		}
		if (isInteger(value)) {
			return ((Number) value).longValue();
		}
		throw new TemplateFault("an operator was given a value of the wrong type");
	}

	static double number(@Nullable Object value) {
		return isFloat(value) ? ((Number) value).doubleValue() : integer(value);
	}

	static boolean isNumber(@Nullable Object value) {
		return value instanceof Number || value instanceof Boolean;
	}

	/**
	 * The items a loop runs over: those of a list, keys of a map, characters of a text.
	 */
	static List<@Nullable Object> items(TemplateScope scope, @Nullable Object value) {
		List<@Nullable Object> items = new ArrayList<>();
		if (value instanceof Map<?, ?> map) {
			items.addAll(map.keySet());
		}
		else if (value instanceof Collection<?> collection) {
			items.addAll(collection);
		}
		else if (value instanceof String text) {
			text.codePoints().forEach((c) -> items.add(Character.toString(c)));
		}
		else if (value != TemplateScope.UNDEFINED) {
			throw new TemplateFault("a list is needed, and something else was given");
		}
		scope.budget().spend(1 + items.size());
		return items;
	}

	static boolean equal(TemplateScope scope, @Nullable Object left, @Nullable Object right) {
		return equal(scope, left, right, 0);
	}

	private static boolean equal(TemplateScope scope, @Nullable Object left, @Nullable Object right, int depth) {
		scope.budget().spend(1);
		if (depth > MAX_DEPTH) {
			throw new TemplateFault("values are nested too deeply to be compared");
		}
		if (isNumber(left) && isNumber(right)) {
			return compareNumbers(left, right) == 0;
		}
		if (left instanceof List<?> a && right instanceof List<?> b) {
			boolean same = a.size() == b.size() && left instanceof TemplateTuple == right instanceof TemplateTuple;
			for (int i = 0; same && i < a.size(); i++) {
				same = equal(scope, a.get(i), b.get(i), depth + 1);
			}
			return same;
		}
		if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
			if (a.size() != b.size()) {
				return false;
			}
			for (Map.Entry<?, ?> entry : a.entrySet()) {
				if (!b.containsKey(entry.getKey())
						|| !equal(scope, entry.getValue(), b.get(entry.getKey()), depth + 1)) {
					return false;
				}
			}
			return true;
		}
		return (left == null) ? right == null : left.equals(right);
	}

	private static int compareNumbers(Object left, Object right) {
		if (isFloat(left) || isFloat(right)) {
			double a = doubleOf(left);
			double b = doubleOf(right);
			return (a < b) ? -1 : (a > b) ? 1 : (a == b) ? 0 : 2;
		}
		return big(left).compareTo(big(right));
	}

	private static double doubleOf(Object value) {
		return (value instanceof Number number) ? number.doubleValue() : integer(value);
	}

	private static BigInteger big(Object value) {
		return (value instanceof BigInteger big) ? big : BigInteger.valueOf(integer(value));
	}

	/** Negative, zero or positive; 2 where no order holds, as with NaN. */
	static int compare(TemplateScope scope, @Nullable Object left, @Nullable Object right) {
		return compare(scope, left, right, 0);
	}

	private static int compare(TemplateScope scope, @Nullable Object left, @Nullable Object right, int depth) {
		scope.budget().spend(1);
		if (depth > MAX_DEPTH) {
			throw new TemplateFault("values are nested too deeply to be compared");
		}
		if (isNumber(left) && isNumber(right)) {
			return compareNumbers(left, right);
		}
		if (left instanceof String a && right instanceof String b) {
			return compareTexts(a, b);
		}
		if (left instanceof List<?> a && right instanceof List<?> b) {
			for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
				if (!equal(scope, a.get(i), b.get(i), depth + 1)) {
					return compare(scope, a.get(i), b.get(i), depth + 1);
				}
			}
			return Integer.compare(a.size(), b.size());
		}
		throw new TemplateFault("values of these types have no order");
	}

	/** By code point, as Python orders texts; Java's own order is by UTF-16 unit. */
	static int compareTexts(String a, String b) {
		int i = 0;
		int limit = Math.min(a.length(), b.length());
		while (i < limit && a.charAt(i) == b.charAt(i)) {
			i++;
		}
		if (i == limit) {
			return Integer.compare(a.length(), b.length());
		}
		char x = a.charAt(i);
		char y = b.charAt(i);
		if (Character.isSurrogate(x) != Character.isSurrogate(y)) {
			return Character.isSurrogate(x) ? 1 : -1;
		}
		return Character.compare(x, y);
	}

}
