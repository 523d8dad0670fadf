/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** JSON values as a schema compares them. */
final class SchemaValues {

	private SchemaValues() {
	}

	/** Names of types that the keyword {@code type} gives. */
	static List<String> types(@Nullable Object keyword) {
		if (keyword instanceof List<?> list) {
			return list.stream().map(String::valueOf).toList();
		}
		return (keyword == null) ? List.of() : List.of(String.valueOf(keyword));
	}

	/** Whether a value is of a type; any will do if no type is given. */
	static boolean isOf(@Nullable Object value, @Nullable Object type) {
		List<String> types = types(type);
		return types.isEmpty() || types.stream().anyMatch((name) -> is(value, name));
	}

	private static boolean is(@Nullable Object value, String type) {
		return switch (type) {
			case "null" -> value == null;
			case "boolean" -> value instanceof Boolean;
			case "string" -> value instanceof String;
			case "number" -> value instanceof Number;
			case "integer" -> value instanceof Number number && decimal(number).stripTrailingZeros().scale() <= 0;
			case "array" -> value instanceof List<?>;
			case "object" -> value instanceof Map<?, ?>;
			default -> false;
		};
	}

	/** Equal as JSON: 1 and 1.0 are, and the order of members does not count. */
	static boolean equal(@Nullable Object one, @Nullable Object other) {
		if (one instanceof Number first && other instanceof Number second) {
			return decimal(first).compareTo(decimal(second)) == 0;
		}
		if (one instanceof List<?> first && other instanceof List<?> second) {
			if (first.size() != second.size()) {
				return false;
			}
			Iterator<?> others = second.iterator();
			return first.stream().allMatch((item) -> equal(item, others.next()));
		}
		if (one instanceof Map<?, ?> first && other instanceof Map<?, ?> second) {
			return first.keySet().equals(second.keySet())
					&& first.keySet().stream().allMatch((name) -> equal(first.get(name), second.get(name)));
		}
		return (one == null) ? other == null : one.equals(other);
	}

	private static BigDecimal decimal(Number number) {
		return (number instanceof BigInteger big) ? new BigDecimal(big) : new BigDecimal(number.toString());
	}

	/** A count that a keyword gives. */
	static int size(Map<?, ?> schema, String keyword, int otherwise) {
		Object value = schema.get(keyword);
		if (value == null) {
			return otherwise;
		}
		if (value instanceof Number number && number.longValue() >= 0 && number.doubleValue() == number.longValue()) {
			return (int) Math.min(Integer.MAX_VALUE, number.longValue());
		}
		throw new ConstraintException("The schema keyword '" + keyword + "' is not a count");
	}

	/** A number that a keyword gives. */
	static double bound(Map<?, ?> schema, String keyword, double otherwise) {
		Object value = schema.get(keyword);
		if (value == null) {
			return otherwise;
		}
		if (value instanceof Number number) {
			return number.doubleValue();
		}
		throw new ConstraintException("The schema keyword '" + keyword + "' is not a number");
	}

}
