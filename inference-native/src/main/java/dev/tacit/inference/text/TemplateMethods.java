/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;

import org.jspecify.annotations.Nullable;

/** Methods of texts, maps and lists: a closed list, and none that changes its value. */
final class TemplateMethods {

	private static final Map<String, TemplateOperation> TEXT = new LinkedHashMap<>();

	private static final Map<String, TemplateOperation> MAP = Map.of("get",
			TemplateOperation.of("key default", 1,
					(scope, map, arguments) -> ((Map<?, ?>) map).containsKey(arguments.get(0, null))
							? ((Map<?, ?>) map).get(arguments.get(0, null)) : arguments.get(1, null)),
			"items", TemplateOperation.of("", 0, (scope, map, arguments) -> pairs(scope, (Map<?, ?>) map)), "keys",
			TemplateOperation.of("", 0, (scope, map, arguments) -> new ArrayList<Object>(((Map<?, ?>) map).keySet())),
			"values",
			TemplateOperation.of("", 0, (scope, map, arguments) -> new ArrayList<Object>(((Map<?, ?>) map).values())));

	private static final Map<String, TemplateOperation> LIST = Map.of("index",
			TemplateOperation.of("value", 1, TemplateMethods::indexOf), "count",
			TemplateOperation.of("value", 1,
					(scope, list, arguments) -> TemplateValues.items(scope, list)
						.stream()
						.filter((item) -> TemplateValues.equal(scope, item, arguments.get(0, null)))
						.count()));

	static {
		text("strip", "chars", 0, (text, arguments) -> TemplateText.strip(text, arguments.attribute(0), true, true));
		text("lstrip", "chars", 0, (text, arguments) -> TemplateText.strip(text, arguments.attribute(0), true, false));
		text("rstrip", "chars", 0, (text, arguments) -> TemplateText.strip(text, arguments.attribute(0), false, true));
		TEXT.put("split", TemplateOperation.of("sep maxsplit", 0, (scope, text, arguments) -> TemplateText.split(scope,
				(String) text, arguments.attribute(0), arguments.integer(1, -1), false)));
		TEXT.put("rsplit", TemplateOperation.of("sep maxsplit", 0, (scope, text, arguments) -> TemplateText.split(scope,
				(String) text, arguments.attribute(0), arguments.integer(1, -1), true)));
		text("splitlines", "keepends", 0, (text, arguments) -> TemplateText.lines(text, arguments.truth(0, false)));
		text("startswith", "prefix", 1, (text, arguments) -> any(arguments.get(0, null), text::startsWith));
		text("endswith", "suffix", 1, (text, arguments) -> any(arguments.get(0, null), text::endsWith));
		text("lower", "", 0, (text, arguments) -> text.toLowerCase(Locale.ROOT));
		text("upper", "", 0, (text, arguments) -> text.toUpperCase(Locale.ROOT));
		text("title", "", 0, (text, arguments) -> TemplateText.title(text));
		text("capitalize", "", 0, (text, arguments) -> TemplateText.capitalized(text));
		TEXT.put("replace", TemplateOperation.of("old new count", 2, (scope, text, arguments) -> TemplateText
			.replace(scope, (String) text, arguments.text(0, ""), arguments.text(1, ""), arguments.integer(2, -1))));
		TEXT.put("join", TemplateOperation.of("items", 1, TemplateMethods::joined));
		text("find", "sub", 1, (text, arguments) -> {
			int at = text.indexOf(arguments.text(0, ""));
			return (long) ((at < 0) ? -1 : text.codePointCount(0, at));
		});
		text("count", "sub", 1, (text, arguments) -> count(text, arguments.text(0, "")));
		text("isdigit", "", 0, (text, arguments) -> all(text, Character::isDigit));
		text("isalpha", "", 0, (text, arguments) -> all(text, Character::isLetter));
		text("isalnum", "", 0, (text, arguments) -> all(text, Character::isLetterOrDigit));
		text("isspace", "", 0, (text, arguments) -> all(text, TemplateText::isSpace));
		text("isupper", "", 0, (text, arguments) -> text.equals(text.toUpperCase(Locale.ROOT))
				&& !text.equals(text.toLowerCase(Locale.ROOT)));
		text("islower", "", 0, (text, arguments) -> text.equals(text.toLowerCase(Locale.ROOT))
				&& !text.equals(text.toUpperCase(Locale.ROOT)));
	}

	private TemplateMethods() {
	}

	private interface OnText {

		@Nullable Object apply(String text, TemplateOperation.Values arguments);

	}

	private static void text(String name, String parameters, int required, OnText operation) {
		TEXT.put(name, TemplateOperation.of(parameters, required, (scope, value, arguments) -> {
			scope.budget().length(((String) value).length());
			return operation.apply((String) value, arguments);
		}));
	}

	private static boolean any(@Nullable Object sought, Function<String, Boolean> test) {
		if (sought instanceof TemplateTuple tuple) {
			return tuple.stream().anyMatch((part) -> test.apply(TemplateText.exact(part)));
		}
		return test.apply(TemplateText.exact(sought));
	}

	private static boolean all(String text, IntPredicate test) {
		return !text.isEmpty() && text.codePoints().allMatch(test);
	}

	private static long count(String text, String part) {
		if (part.isEmpty()) {
			return text.codePointCount(0, text.length()) + 1L;
		}
		long count = 0;
		for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
			count++;
		}
		return count;
	}

	private static Object joined(TemplateScope scope, @Nullable Object separator, TemplateOperation.Values arguments) {
		StringBuilder out = new StringBuilder();
		String next = "";
		for (Object item : TemplateValues.items(scope, arguments.get(0, null))) {
			out.append(next).append(TemplateText.exact(item));
			scope.budget().length(out.length() / 16L + 1);
			next = (String) separator;
			if (out.length() > TemplateBudget.MAX_TEXT) {
				break;
			}
		}
		return scope.budget().text(out.toString());
	}

	private static Object indexOf(TemplateScope scope, @Nullable Object list, TemplateOperation.Values arguments) {
		List<?> items = TemplateValues.items(scope, list);
		for (int i = 0; i < items.size(); i++) {
			if (TemplateValues.equal(scope, items.get(i), arguments.get(0, null))) {
				return (long) i;
			}
		}
		throw new TemplateFault("a list does not hold the value that is looked for");
	}

	static List<@Nullable Object> pairs(TemplateScope scope, Map<?, ?> map) {
		scope.budget().spend(1 + map.size());
		List<@Nullable Object> pairs = new ArrayList<>();
		map.forEach((key, value) -> pairs.add(new TemplateTuple(java.util.Arrays.asList(key, value))));
		return pairs;
	}

	private static Map<String, TemplateOperation> of(@Nullable Object value) {
		return (value instanceof String) ? TEXT
				: (value instanceof Map) ? MAP : (value instanceof List) ? LIST : Map.of();
	}

	/** Whether any kind of value has this method: what the parser can know. */
	static boolean known(String name) {
		return TEXT.containsKey(name) || MAP.containsKey(name) || LIST.containsKey(name);
	}

	static boolean has(@Nullable Object value, String name) {
		return of(value).containsKey(name);
	}

	static TemplateCallable bound(@Nullable Object value, String name) {
		TemplateOperation operation = of(value).get(name);
		if (operation == null) {
			throw new TemplateFault("a value has no method '" + name + "'");
		}
		return (scope, positional, named) -> operation.call(scope, value, positional, named);
	}

}
