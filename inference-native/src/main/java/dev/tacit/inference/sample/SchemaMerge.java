/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Makes one schema of several that all hold. What contradicts itself becomes a schema
 * that nothing satisfies, so that a choice that cannot be taken is left out by itself.
 */
final class SchemaMerge {

	/** Nothing satisfies it. */
	static final Map<String, Object> NOTHING = Map.of("enum", List.of());

	private static final Set<String> GREATEST = Set.of("minimum", "exclusiveMinimum", "minLength", "minItems");

	private static final Set<String> LEAST = Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems");

	private static final int MAX_DEPTH = 32;

	private static final int MAX_CHOICES = 64;

	private final Function<String, Object> references;

	private int depth;

	SchemaMerge(Function<String, Object> references) {
		this.references = references;
	}

	/** A schema without {@code allOf}, and without {@code $ref} beside other keywords. */
	Map<?, ?> flat(Map<?, ?> schema) {
		Map<Object, Object> rest = new LinkedHashMap<>(schema);
		List<Object> parts = new ArrayList<>();
		if (rest.remove("allOf") instanceof List<?> all) {
			parts.addAll(all);
		}
		if (rest.get("$ref") instanceof String pointer && (!parts.isEmpty() || rest.size() > 1)) {
			rest.remove("$ref");
			parts.add(0, this.references.apply(pointer));
		}
		Map<?, ?> merged = rest;
		for (Object part : parts) {
			merged = both(merged, part);
		}
		return merged;
	}

	/** What satisfies one schema and the other. */
	Map<?, ?> both(Object one, Object other) {
		if (Boolean.FALSE.equals(one) || Boolean.FALSE.equals(other)) {
			return NOTHING;
		}
		if (Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other)) {
			Object rest = Boolean.TRUE.equals(one) ? other : one;
			return (rest instanceof Map<?, ?> map) ? resolved(map) : Map.of();
		}
		if (!(one instanceof Map<?, ?> first) || !(other instanceof Map<?, ?> second)) {
			throw new ConstraintException("A schema is neither an object nor true");
		}
		if (++this.depth > MAX_DEPTH) {
			throw new ConstraintException("The schema keyword 'allOf' merges a schema with itself; leave it out");
		}
		Map<?, ?> merged = merged(resolved(first), resolved(second));
		this.depth--;
		return merged;
	}

	private Map<?, ?> resolved(Map<?, ?> schema) {
		Map<?, ?> flat = flat(schema);
		if (!(flat.get("$ref") instanceof String pointer)) {
			return flat;
		}
		Object target = this.references.apply(pointer);
		return (target instanceof Map<?, ?> map) ? resolvedOnce(map) : both(target, Map.of());
	}

	private Map<?, ?> resolvedOnce(Map<?, ?> schema) {
		if (++this.depth > MAX_DEPTH) {
			throw new ConstraintException("A schema has a $ref that leads to itself");
		}
		Map<?, ?> resolved = resolved(schema);
		this.depth--;
		return resolved;
	}

	private Map<?, ?> merged(Map<?, ?> first, Map<?, ?> second) {
		Map<Object, Object> merged = new LinkedHashMap<>();
		Set<Object> names = new LinkedHashSet<>(first.keySet());
		names.addAll(second.keySet());
		names.removeAll(Set.of("properties", "additionalProperties", "nullable"));
		for (Object name : names) {
			Object value = !first.containsKey(name) ? second.get(name) : !second.containsKey(name) ? first.get(name)
					: keyword(String.valueOf(name), first.get(name), second.get(name));
			if (value == null && !"const".equals(name)) {
				return NOTHING;
			}
			merged.put(name, value);
		}
		if (Boolean.TRUE.equals(first.get("nullable")) && Boolean.TRUE.equals(second.get("nullable"))) {
			merged.put("nullable", true);
		}
		members(first, second, merged);
		return merged;
	}

	private @Nullable Object keyword(String name, @Nullable Object one, @Nullable Object other) {
		if (SchemaCompiler.NOTES.contains(name) || SchemaValues.equal(one, other)) {
			return one;
		}
		if (one instanceof Number first && other instanceof Number second) {
			boolean oneIsLess = first.doubleValue() < second.doubleValue();
			if (GREATEST.contains(name)) {
				return oneIsLess ? other : one;
			}
			if (LEAST.contains(name)) {
				return oneIsLess ? one : other;
			}
			if (name.equals("multipleOf") && one instanceof Long a && other instanceof Long b && a > 0 && b > 0) {
				BigInteger product = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
				BigInteger common = BigInteger.valueOf(a).gcd(BigInteger.valueOf(b));
				return product.divide(common).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
			}
		}
		return switch (name) {
			case "type" -> types(one, other);
			case "required" -> union(one, other);
			case "items" -> both(one, other);
			case "enum" -> common(one, other);
			case "const" -> null;
			case "anyOf" -> pairs(one, other);
			default -> throw new ConstraintException("The schema keyword '" + name
					+ "' stands in two schemas that both hold, and they cannot be made one; write it once");
		};
	}

	private static @Nullable Object types(@Nullable Object one, @Nullable Object other) {
		List<String> common = new ArrayList<>();
		for (String first : SchemaValues.types(one)) {
			for (String second : SchemaValues.types(other)) {
				if (first.equals(second) || (first.equals("integer") && second.equals("number"))) {
					common.add(first);
				}
				else if (first.equals("number") && second.equals("integer")) {
					common.add(second);
				}
			}
		}
		return common.isEmpty() ? null : (common.size() == 1) ? common.get(0) : common.stream().distinct().toList();
	}

	private static Object union(@Nullable Object one, @Nullable Object other) {
		Set<Object> union = new LinkedHashSet<>((one instanceof List<?> list) ? list : List.of());
		union.addAll((other instanceof List<?> list) ? list : List.of());
		return new ArrayList<>(union);
	}

	private static Object common(@Nullable Object one, @Nullable Object other) {
		List<Object> common = new ArrayList<>();
		for (Object value : (one instanceof List<?> list) ? list : List.of()) {
			if (((other instanceof List<?> list) ? list : List.of()).stream()
				.anyMatch((candidate) -> SchemaValues.equal(value, candidate))) {
				common.add(value);
			}
		}
		return common;
	}

	private static Object pairs(@Nullable Object one, @Nullable Object other) {
		List<Object> pairs = new ArrayList<>();
		for (Object first : (one instanceof List<?> list) ? list : List.of()) {
			for (Object second : (other instanceof List<?> list) ? list : List.of()) {
				pairs.add(Map.of("allOf", List.of(first, second)));
			}
		}
		if (pairs.size() > MAX_CHOICES) {
			throw new ConstraintException("The schema keyword 'anyOf' makes more than " + MAX_CHOICES + " choices");
		}
		return pairs;
	}

	/**
	 * A member that only one of them describes must still be one that the other allows.
	 */
	private void members(Map<?, ?> first, Map<?, ?> second, Map<Object, Object> merged) {
		Map<?, ?> one = (first.get("properties") instanceof Map<?, ?> map) ? map : Map.of();
		Map<?, ?> other = (second.get("properties") instanceof Map<?, ?> map) ? map : Map.of();
		Object furtherOne = first.containsKey("additionalProperties") ? first.get("additionalProperties") : true;
		Object furtherOther = second.containsKey("additionalProperties") ? second.get("additionalProperties") : true;
		Map<Object, Object> members = new LinkedHashMap<>();
		one.forEach((name, member) -> members.put(name,
				both(member, other.containsKey(name) ? other.get(name) : furtherOther)));
		other.forEach((name, member) -> members.computeIfAbsent(name, (absent) -> both(member, furtherOne)));
		if (first.containsKey("properties") || second.containsKey("properties")) {
			merged.put("properties", members);
		}
		if (first.containsKey("additionalProperties") || second.containsKey("additionalProperties")) {
			boolean none = Boolean.FALSE.equals(furtherOne) || Boolean.FALSE.equals(furtherOther);
			merged.put("additionalProperties", none ? false : both(furtherOne, furtherOther));
		}
	}

}
