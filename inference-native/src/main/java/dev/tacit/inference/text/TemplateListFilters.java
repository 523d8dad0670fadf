/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.tacit.inference.text.TemplateOperation.Values;
import org.jspecify.annotations.Nullable;

/** Filters on lists and maps. */
final class TemplateListFilters {

	static final Map<String, TemplateOperation> ALL = new HashMap<>();

	static {
		put("length", "", 0, (scope, value, arguments) -> length(value));
		put("count", "", 0, (scope, value, arguments) -> length(value));
		put("list", "", 0, (scope, value, arguments) -> TemplateValues.items(scope, value));
		put("first", "", 0, (scope, value, arguments) -> edge(TemplateValues.items(scope, value), true));
		put("last", "", 0, (scope, value, arguments) -> edge(TemplateValues.items(scope, value), false));
		put("join", "d attribute", 0, TemplateListFilters::join);
		put("items", "", 0, TemplateListFilters::items);
		put("reverse", "", 0, TemplateListFilters::reverse);
		put("sort", "reverse case_sensitive attribute", 0, TemplateListFilters::sort);
		put("dictsort", "case_sensitive by reverse", 0, TemplateListFilters::sortMap);
		put("unique", "case_sensitive attribute", 0, TemplateListFilters::unique);
		put("sum", "attribute start", 0, TemplateListFilters::sum);
		put("min", "case_sensitive attribute", 0, (scope, value, arguments) -> extreme(scope, value, arguments, -1));
		put("max", "case_sensitive attribute", 0, (scope, value, arguments) -> extreme(scope, value, arguments, 1));
		put("batch", "linecount fill_with", 1, TemplateListFilters::batch);
		put("groupby", "attribute default case_sensitive", 1, TemplateListFilters::groups);
	}

	private TemplateListFilters() {
	}

	private static void put(String name, String parameters, int required, TemplateOperation.Body body) {
		ALL.put(name, TemplateOperation.of(parameters, required, body));
	}

	private static long length(@Nullable Object value) {
		if (value instanceof String text) {
			return text.codePointCount(0, text.length());
		}
		if (value instanceof Map<?, ?> map) {
			return map.size();
		}
		if (value instanceof Collection<?> items) {
			return items.size();
		}
		if (value == TemplateScope.UNDEFINED) {
			return 0;
		}
		throw new TemplateFault("a value without a length is measured");
	}

	private static @Nullable Object edge(List<@Nullable Object> items, boolean first) {
		return items.isEmpty() ? TemplateScope.UNDEFINED : items.get(first ? 0 : items.size() - 1);
	}

	/** {@code a.b.0}: elements first, then members. */
	static @Nullable Object attribute(@Nullable Object item, String path) {
		return attribute(item, path, TemplateScope.UNDEFINED);
	}

	static @Nullable Object attribute(@Nullable Object item, String path, @Nullable Object otherwise) {
		Object value = item;
		for (String part : path.split("\\.")) {
			boolean index = !part.isEmpty() && part.chars().allMatch((c) -> c >= '0' && c <= '9') && part.length() < 10;
			if (value == TemplateScope.UNDEFINED) {
				throw new TemplateFault("a member of an undefined value is read");
			}
			value = index ? TemplateOperators.element(value, Long.parseLong(part))
					: TemplateOperators.element(value, part);
			value = (value == TemplateScope.UNDEFINED) ? otherwise : value;
		}
		return value;
	}

	private static @Nullable Object key(@Nullable Object item, @Nullable String path, boolean caseSensitive) {
		Object key = (path == null) ? item : attribute(item, path);
		return (!caseSensitive && key instanceof String text) ? text.toLowerCase(Locale.ROOT) : key;
	}

	private static Object join(TemplateScope scope, @Nullable Object value, Values arguments) {
		String separator = PythonText.of(arguments.get(0, ""));
		String path = arguments.attribute(1);
		StringBuilder out = new StringBuilder();
		String next = "";
		for (Object item : TemplateValues.items(scope, value)) {
			String text = PythonText.of((path == null) ? item : attribute(item, path));
			scope.budget().length((long) text.length() + next.length());
			out.append(next).append(text);
			next = separator;
			if (out.length() > TemplateBudget.MAX_TEXT) {
				break;
			}
		}
		return scope.budget().text(out.toString());
	}

	private static Object items(TemplateScope scope, @Nullable Object value, Values arguments) {
		if (value == TemplateScope.UNDEFINED) {
			return new ArrayList<>();
		}
		if (value instanceof Map<?, ?> map) {
			return TemplateMethods.pairs(scope, map);
		}
		throw new TemplateFault("a map is needed, and something else was given");
	}

	private static Object reverse(TemplateScope scope, @Nullable Object value, Values arguments) {
		List<@Nullable Object> items = TemplateValues.items(scope, value);
		Collections.reverse(items);
		if (value instanceof String) {
			StringBuilder text = new StringBuilder();
			items.forEach(text::append);
			return text.toString();
		}
		return items;
	}

	private static Object sort(TemplateScope scope, @Nullable Object value, Values arguments) {
		String path = arguments.attribute(2);
		List<@Nullable Object> items = TemplateValues.items(scope, value);
		sortBy(scope, items, (item) -> key(item, path, arguments.truth(1, false)), arguments.truth(0, false));
		return items;
	}

	private interface Key {

		@Nullable Object of(@Nullable Object item);

	}

	private static void sortBy(TemplateScope scope, List<@Nullable Object> items, Key key, boolean reverse) {
		Comparator<@Nullable Object> order = (a, b) -> TemplateValues.compare(scope, key.of(a), key.of(b));
		items.sort(reverse ? (a, b) -> order.compare(b, a) : order);
	}

	private static Object sortMap(TemplateScope scope, @Nullable Object value, Values arguments) {
		List<@Nullable Object> pairs = new ArrayList<>((List<?>) items(scope, value, arguments));
		long position = arguments.text(1, "key").equals("value") ? 1 : 0;
		sortBy(scope, pairs, (pair) -> key(TemplateOperators.element(pair, position), null, arguments.truth(0, false)),
				arguments.truth(2, false));
		return pairs;
	}

	private static Object unique(TemplateScope scope, @Nullable Object value, Values arguments) {
		List<@Nullable Object> seen = new ArrayList<>();
		List<@Nullable Object> kept = new ArrayList<>();
		for (Object item : TemplateValues.items(scope, value)) {
			Object key = key(item, arguments.attribute(1), arguments.truth(0, false));
			if (!TemplateOperators.contains(scope, key, seen)) {
				seen.add(key);
				kept.add(item);
			}
		}
		return kept;
	}

	private static @Nullable Object sum(TemplateScope scope, @Nullable Object value, Values arguments) {
		Object total = arguments.get(1, 0L);
		String path = arguments.attribute(0);
		for (Object item : TemplateValues.items(scope, value)) {
			total = TemplateOperators.arithmetic(scope, "+", total, (path == null) ? item : attribute(item, path));
		}
		return total;
	}

	private static @Nullable Object extreme(TemplateScope scope, @Nullable Object value, Values arguments, int sign) {
		Object best = TemplateScope.UNDEFINED;
		Object bestKey = null;
		for (Object item : TemplateValues.items(scope, value)) {
			Object key = key(item, arguments.attribute(1), arguments.truth(0, false));
			int order = (best == TemplateScope.UNDEFINED) ? sign : TemplateValues.compare(scope, key, bestKey);
			if (Integer.signum(order) == sign) {
				best = item;
				bestKey = key;
			}
		}
		return best;
	}

	private static Object batch(TemplateScope scope, @Nullable Object value, Values arguments) {
		int size = arguments.integer(0, 1);
		if (size < 1 || size > 100_000) {
			throw new TemplateFault("a batch has a size out of range");
		}
		List<@Nullable Object> batches = new ArrayList<>();
		List<@Nullable Object> batch = new ArrayList<>();
		for (Object item : TemplateValues.items(scope, value)) {
			if (batch.size() == size) {
				batches.add(batch);
				batch = new ArrayList<>();
			}
			batch.add(item);
		}
		if (!batch.isEmpty()) {
			while (arguments.get(1, null) != null && batch.size() < size) {
				batch.add(arguments.get(1, null));
			}
			scope.budget().spend(size);
			batches.add(batch);
		}
		return batches;
	}

	private static Object groups(TemplateScope scope, @Nullable Object value, Values arguments) {
		String path = String.valueOf(arguments.attribute(0));
		boolean caseSensitive = arguments.truth(2, false);
		Key key = (item) -> {
			Object found = attribute(item, path);
			Object shown = (found == TemplateScope.UNDEFINED && arguments.has(1)) ? arguments.get(1, null) : found;
			return (!caseSensitive && shown instanceof String text) ? text.toLowerCase(Locale.ROOT) : shown;
		};
		List<@Nullable Object> items = TemplateValues.items(scope, value);
		sortBy(scope, items, key, false);
		Map<Integer, List<@Nullable Object>> members = new LinkedHashMap<>();
		List<@Nullable Object> groupers = new ArrayList<>();
		Object last = TemplateScope.UNDEFINED;
		for (Object item : items) {
			Object current = key.of(item);
			if (groupers.isEmpty() || !TemplateValues.equal(scope, current, last)) {
				Object shown = attribute(item, path);
				groupers.add((shown == TemplateScope.UNDEFINED) ? current : shown);
				last = current;
			}
			members.computeIfAbsent(groupers.size() - 1, (index) -> new ArrayList<>()).add(item);
		}
		List<@Nullable Object> groups = new ArrayList<>();
		members.forEach((index, list) -> groups
			.add(new TemplateTuple(List.of("grouper", "list"), java.util.Arrays.asList(groupers.get(index), list))));
		return groups;
	}

}
