/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Filters and methods: a closed list, none of which changes its input. */
final class TemplateFilters {

	private static final Map<String, Filter> FILTERS = Map.ofEntries(
			Map.entry("tojson", (scope, value, arguments) -> counted(scope, TemplateValues.json(value))),
			Map.entry("string", (scope, value, arguments) -> TemplateValues.text(value)),
			Map.entry("trim", onText(String::strip)),
			Map.entry("upper", onText((text) -> text.toUpperCase(Locale.ROOT))),
			Map.entry("lower", onText((text) -> text.toLowerCase(Locale.ROOT))),
			Map.entry("length", (scope, value, arguments) -> length(value)),
			Map.entry("count", (scope, value, arguments) -> length(value)),
			Map.entry("default", TemplateFilters::otherwise), Map.entry("d", TemplateFilters::otherwise),
			Map.entry("replace", TemplateFilters::replace), Map.entry("join", TemplateFilters::join),
			Map.entry("items", TemplateFilters::items),
			Map.entry("list", (scope, value, arguments) -> new ArrayList<Object>(collection(value))),
			Map.entry("first", (scope, value, arguments) -> edge(value, true)),
			Map.entry("last", (scope, value, arguments) -> edge(value, false)));

	private static final Map<String, Filter> METHODS = Map.ofEntries(Map.entry("strip", onText(String::strip)),
			Map.entry("lstrip", onText(String::stripLeading)), Map.entry("rstrip", onText(String::stripTrailing)),
			Map.entry("upper", onText((text) -> text.toUpperCase(Locale.ROOT))),
			Map.entry("lower", onText((text) -> text.toLowerCase(Locale.ROOT))),
			Map.entry("startswith", (scope, value, arguments) -> text(value).startsWith(text(arguments.get(0)))),
			Map.entry("endswith", (scope, value, arguments) -> text(value).endsWith(text(arguments.get(0)))),
			Map.entry("split", TemplateFilters::split), Map.entry("replace", TemplateFilters::replace),
			Map.entry("join", (scope, value, arguments) -> join(scope, arguments.get(0), List.of(text(value)))),
			Map.entry("items", TemplateFilters::items), Map.entry("get", TemplateFilters::get),
			Map.entry("keys", (scope, value, arguments) -> new ArrayList<Object>(map(value).keySet())),
			Map.entry("values", (scope, value, arguments) -> new ArrayList<Object>(map(value).values())));

	private TemplateFilters() {
	}

	static @Nullable Filter named(String name) {
		return FILTERS.get(name);
	}

	static @Nullable Filter method(String name) {
		return METHODS.get(name);
	}

	private static Filter onText(UnaryOperator<String> operation) {
		return (scope, value, arguments) -> operation.apply(text(value));
	}

	private static String counted(TemplateScope scope, String text) {
		scope.spend(1 + text.length() / 16);
		return text;
	}

	private static String text(@Nullable Object value) {
		if (value instanceof String text) {
			return text;
		}
		throw new ChatTemplateException("The chat template uses a text operation on something else");
	}

	private static Collection<?> collection(@Nullable Object value) {
		if (value instanceof Collection<?> items) {
			return items;
		}
		if (value instanceof Map<?, ?> map) {
			return map.keySet();
		}
		throw new ChatTemplateException("The chat template uses a list operation on something else");
	}

	private static Map<?, ?> map(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return map;
		}
		throw new ChatTemplateException("The chat template uses a map operation on something else");
	}

	private static long length(@Nullable Object value) {
		if (value instanceof String text) {
			return text.codePointCount(0, text.length());
		}
		return collection(value).size();
	}

	private static @Nullable Object edge(@Nullable Object value, boolean first) {
		List<?> items = new ArrayList<Object>(collection(value));
		return items.isEmpty() ? TemplateScope.UNDEFINED : items.get(first ? 0 : items.size() - 1);
	}

	private static @Nullable Object otherwise(TemplateScope scope, @Nullable Object value,
			List<@Nullable Object> arguments) {
		boolean replaceFalse = arguments.size() > 1 && TemplateValues.truth(arguments.get(1));
		boolean missing = value == TemplateScope.UNDEFINED || (replaceFalse && !TemplateValues.truth(value));
		return missing ? (arguments.isEmpty() ? "" : arguments.get(0)) : value;
	}

	private static Object replace(TemplateScope scope, @Nullable Object value, List<@Nullable Object> arguments) {
		String from = text(arguments.get(0));
		String to = text(arguments.get(1));
		if (from.isEmpty()) {
			throw new ChatTemplateException("The chat template replaces an empty text");
		}
		return counted(scope, text(value).replace(from, to));
	}

	private static Object join(TemplateScope scope, @Nullable Object value, List<@Nullable Object> arguments) {
		String separator = arguments.isEmpty() ? "" : text(arguments.get(0));
		StringBuilder joined = new StringBuilder();
		String next = "";
		for (Object item : collection(value)) {
			joined.append(next).append(TemplateValues.text(item));
			next = separator;
		}
		return counted(scope, joined.toString());
	}

	private static Object items(TemplateScope scope, @Nullable Object value, List<@Nullable Object> arguments) {
		List<Object> items = new ArrayList<>();
		map(value).forEach((key, member) -> items.add(Arrays.asList(key, member)));
		scope.spend(items.size());
		return items;
	}

	private static @Nullable Object get(TemplateScope scope, @Nullable Object value, List<@Nullable Object> arguments) {
		Map<?, ?> map = map(value);
		Object key = arguments.get(0);
		return map.containsKey(key) ? map.get(key) : (arguments.size() > 1) ? arguments.get(1) : null;
	}

	private static Object split(TemplateScope scope, @Nullable Object value, List<@Nullable Object> arguments) {
		String input = text(value);
		scope.spend(1 + input.length() / 16);
		if (arguments.isEmpty()) {
			return new ArrayList<Object>(Arrays.asList(input.strip().split("\\s+")));
		}
		return new ArrayList<Object>(
				Arrays.asList(Pattern.compile(text(arguments.get(0)), Pattern.LITERAL).split(input, -1)));
	}

	@FunctionalInterface
	interface Filter {

		@Nullable Object apply(TemplateScope scope, @Nullable Object value, List<@Nullable Object> arguments);

	}

}
