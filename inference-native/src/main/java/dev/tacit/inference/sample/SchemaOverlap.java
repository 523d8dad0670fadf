/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether a text written for one choice of a {@code oneOf} could satisfy another
 * choice too. Says no only where it is sure. A text never has a member that its choice
 * does not describe, because the grammar writes none.
 */
final class SchemaOverlap {

	private static final int MAX_DEPTH = 8;

	private final Function<String, Object> references;

	SchemaOverlap(Function<String, Object> references) {
		this.references = references;
	}

	/** Whether no text written for one of them satisfies the other. */
	boolean disjoint(Object one, Object other) {
		return neverFits(one, other, 0) && neverFits(other, one, 0);
	}

	/** Whether no text written for the first schema satisfies the second. */
	private boolean neverFits(Object written, Object checked, int depth) {
		if (depth > MAX_DEPTH || !(resolved(written) instanceof Map<?, ?> text)
				|| !(resolved(checked) instanceof Map<?, ?> rule)) {
			return false;
		}
		for (String choices : List.of("anyOf", "oneOf")) {
			if (text.get(choices) instanceof List<?> list
					&& list.stream().allMatch((choice) -> neverFits(choice, rule, depth + 1))) {
				return true;
			}
			if (rule.get(choices) instanceof List<?> list
					&& list.stream().allMatch((choice) -> neverFits(text, choice, depth + 1))) {
				return true;
			}
		}
		if (Boolean.TRUE.equals(text.get("nullable")) && !SchemaValues.types(rule.get("type")).isEmpty()
				&& SchemaValues.isOf(null, rule.get("type"))) {
			return false;
		}
		Collection<?> values = values(text);
		if (values != null) {
			return values.stream().allMatch((value) -> rejected(value, rule));
		}
		Collection<?> allowed = values(rule);
		if (allowed != null && allowed.stream().noneMatch((value) -> SchemaValues.isOf(value, type(text)))) {
			return true;
		}
		return typesApart(text, rule) || rangesApart(text, rule) || membersApart(text, rule, depth);
	}

	private Object resolved(Object schema) {
		Object at = schema;
		for (int depth = 0; depth < MAX_DEPTH && at instanceof Map<?, ?> map
				&& map.get("$ref") instanceof String pointer; depth++) {
			at = this.references.apply(pointer);
		}
		return at;
	}

	private static @Nullable Collection<?> values(Map<?, ?> schema) {
		if (schema.containsKey("const")) {
			return Arrays.asList(schema.get("const"));
		}
		return (schema.get("enum") instanceof List<?> values) ? values : null;
	}

	private static boolean rejected(@Nullable Object value, Map<?, ?> rule) {
		Collection<?> allowed = values(rule);
		return !SchemaValues.isOf(value, rule.get("type"))
				|| (allowed != null && allowed.stream().noneMatch((other) -> SchemaValues.equal(value, other)));
	}

	/**
	 * The type of what the grammar writes, which takes a hint where the schema has none.
	 */
	private static @Nullable Object type(Map<?, ?> schema) {
		return (schema.get("type") != null) ? schema.get("type")
				: schema.containsKey("properties") ? "object" : schema.containsKey("items") ? "array" : null;
	}

	private static boolean typesApart(Map<?, ?> text, Map<?, ?> rule) {
		List<String> written = new ArrayList<>(SchemaValues.types(type(text)));
		List<String> allowed = SchemaValues.types(rule.get("type"));
		if (written.isEmpty() || allowed.isEmpty()) {
			return false;
		}
		written.replaceAll(SchemaOverlap::numeric);
		return allowed.stream().map(SchemaOverlap::numeric).noneMatch(written::contains);
	}

	private static String numeric(String type) {
		return type.equals("integer") ? "number" : type;
	}

	private static boolean rangesApart(Map<?, ?> text, Map<?, ?> rule) {
		return numbers(text) && (number(text, "minimum", Double.NEGATIVE_INFINITY) > number(rule, "maximum",
				Double.POSITIVE_INFINITY)
				|| number(text, "maximum", Double.POSITIVE_INFINITY) < number(rule, "minimum",
						Double.NEGATIVE_INFINITY));
	}

	private static boolean numbers(Map<?, ?> schema) {
		List<String> types = SchemaValues.types(schema.get("type"));
		return !types.isEmpty() && types.stream().allMatch((type) -> numeric(type).equals("number"));
	}

	private static double number(Map<?, ?> schema, String keyword, double otherwise) {
		return (schema.get(keyword) instanceof Number number) ? number.doubleValue() : otherwise;
	}

	private boolean membersApart(Map<?, ?> text, Map<?, ?> rule, int depth) {
		if (!List.of("object").equals(SchemaValues.types(type(text)))
				|| !(text.get("properties") instanceof Map<?, ?> written) || written.isEmpty()) {
			return false;
		}
		Map<?, ?> allowed = (rule.get("properties") instanceof Map<?, ?> map) ? map : Map.of();
		for (Object name : names(rule)) {
			if (!written.containsKey(name)) {
				return true;
			}
		}
		for (Object name : names(text)) {
			Object member = allowed.get(name);
			if ((member == null) ? Boolean.FALSE.equals(rule.get("additionalProperties"))
					: written.get(name) != null && neverFits(written.get(name), member, depth + 1)) {
				return true;
			}
		}
		return false;
	}

	private static List<?> names(Map<?, ?> schema) {
		return (schema.get("required") instanceof List<?> required) ? required : List.of();
	}

}
