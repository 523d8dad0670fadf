/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What the operators of one tag do to values.
 *
 * @param line line of the tag, for errors
 */
record TemplateOperators(int line) {

	private ChatTemplateException error(String what) {
		return new ChatTemplateException("Line " + this.line + " of the chat template: " + what);
	}

	boolean contains(TemplateScope scope, @Nullable Object sought, @Nullable Object holder) {
		if (holder instanceof String text && sought instanceof String part) {
			return text.contains(part);
		}
		if (holder instanceof Map<?, ?> map) {
			return map.containsKey(sought);
		}
		if (holder instanceof Collection<?> items) {
			scope.spend(items.size());
			return items.contains(sought);
		}
		throw error("'in' needs a text, a list or a map");
	}

	boolean ordered(String operator, long left, long right) {
		return switch (operator) {
			case "<=" -> left <= right;
			case ">=" -> left >= right;
			case "<" -> left < right;
			default -> left > right;
		};
	}

	boolean equal(@Nullable Object left, @Nullable Object right) {
		if (left instanceof Number a && right instanceof Number b) {
			return a.doubleValue() == b.doubleValue();
		}
		return Objects.equals(left, right);
	}

	Object add(TemplateScope scope, @Nullable Object left, @Nullable Object right) {
		if (left instanceof String a && right instanceof String b) {
			return concatenated(scope, a, b);
		}
		if (left instanceof List<?> a && right instanceof List<?> b) {
			scope.spend(a.size() + b.size());
			List<Object> joined = new ArrayList<>(a);
			joined.addAll(b);
			return joined;
		}
		return Math.addExact(integer(left), integer(right));
	}

	String concatenated(TemplateScope scope, String left, String right) {
		scope.spend(1 + (left.length() + right.length()) / 16);
		return left + right;
	}

	long integer(@Nullable Object value) {
		if (value instanceof Long || value instanceof Integer) {
			return ((Number) value).longValue();
		}
		throw error("an operator was given a value of the wrong type");
	}

	@Nullable Object member(@Nullable Object holder, Object key) {
		if (holder instanceof Map<?, ?> map) {
			return map.containsKey(key) ? map.get(key) : TemplateScope.UNDEFINED;
		}
		if (holder == null || holder == TemplateScope.UNDEFINED) {
			throw error("a member of an undefined value is read");
		}
		return TemplateScope.UNDEFINED;
	}

	@Nullable Object element(@Nullable Object holder, @Nullable Object index) {
		if (holder instanceof List<?> list && index instanceof Number) {
			long i = integer(index);
			long position = (i < 0) ? list.size() + i : i;
			return (position >= 0 && position < list.size()) ? list.get((int) position) : TemplateScope.UNDEFINED;
		}
		return member(holder, Objects.requireNonNullElse(index, TemplateScope.UNDEFINED));
	}

	Object slice(@Nullable Object holder, long from, long to) {
		int length = (holder instanceof String text) ? text.length()
				: (holder instanceof List<?> list) ? list.size() : -1;
		if (length < 0) {
			throw error("a slice needs a text or a list");
		}
		int start = bound(from, length);
		int stop = Math.max(start, bound(to, length));
		return (holder instanceof String text) ? text.substring(start, stop)
				: new ArrayList<Object>(((List<?>) holder).subList(start, stop));
	}

	int bound(long index, int length) {
		return (int) Math.max(0, Math.min(length, (index < 0) ? length + index : index));
	}

}
