/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The global functions of a template. */
final class TemplateFunctions {

	private static final int MAX_RANGE = 100_000;

	private static final Map<Character, String> DATE_PARTS = Map.ofEntries(Map.entry('Y', "uuuu"), Map.entry('y', "uu"),
			Map.entry('m', "MM"), Map.entry('d', "dd"), Map.entry('B', "MMMM"), Map.entry('b', "MMM"),
			Map.entry('A', "EEEE"), Map.entry('a', "EEE"), Map.entry('H', "HH"), Map.entry('I', "hh"),
			Map.entry('M', "mm"), Map.entry('S', "ss"), Map.entry('p', "a"), Map.entry('j', "DDD"),
			Map.entry('f', "SSSSSS"));

	private TemplateFunctions() {
	}

	static Map<String, TemplateCallable> all(Clock clock) {
		return Map.of("namespace", TemplateFunctions::namespace, "dict", TemplateFunctions::dict, "range",
				TemplateFunctions::range, "raise_exception", TemplateFunctions::raise, "strftime_now",
				(scope, positional, named) -> date(clock, TemplateText.exact(only(positional, named))));
	}

	private static @Nullable Object only(List<@Nullable Object> positional, Map<String, @Nullable Object> named) {
		if (positional.size() != 1 || !named.isEmpty()) {
			throw new TemplateFault("a function was called with the wrong number of arguments");
		}
		return positional.get(0);
	}

	private static Object namespace(TemplateScope scope, List<@Nullable Object> positional,
			Map<String, @Nullable Object> named) {
		TemplateNamespace namespace = new TemplateNamespace();
		members(positional, named).forEach((name, value) -> namespace.set(String.valueOf(name), value));
		return namespace;
	}

	private static Map<Object, @Nullable Object> members(List<@Nullable Object> positional,
			Map<String, @Nullable Object> named) {
		Map<Object, @Nullable Object> members = new LinkedHashMap<>();
		for (Object source : positional) {
			if (!(source instanceof Map<?, ?> map)) {
				throw new TemplateFault("a function needs a map, and something else was given");
			}
			members.putAll(map);
		}
		members.putAll(named);
		return members;
	}

	private static Object dict(TemplateScope scope, List<@Nullable Object> positional,
			Map<String, @Nullable Object> named) {
		Map<Object, @Nullable Object> members = members(positional, named);
		scope.budget().spend(1 + members.size());
		return members;
	}

	private static Object range(TemplateScope scope, List<@Nullable Object> positional,
			Map<String, @Nullable Object> named) {
		if (positional.isEmpty() || positional.size() > 3 || !named.isEmpty()) {
			throw new TemplateFault("a function was called with the wrong number of arguments");
		}
		long first = (positional.size() > 1) ? TemplateValues.integer(positional.get(0)) : 0;
		long end = TemplateValues.integer(positional.get((positional.size() > 1) ? 1 : 0));
		long step = (positional.size() > 2) ? TemplateValues.integer(positional.get(2)) : 1;
		if (step == 0) {
			throw new TemplateFault("a range has a step of zero");
		}
		List<@Nullable Object> numbers = new ArrayList<>();
		for (long i = first; (step > 0) ? i < end : i > end; i = Math.addExact(i, step)) {
			if (numbers.size() >= MAX_RANGE) {
				throw new TemplateFault("a range has more than " + MAX_RANGE + " numbers");
			}
			numbers.add(i);
		}
		scope.budget().spend(1 + numbers.size());
		return numbers;
	}

	/** The text may quote a message: it is dropped. */
	private static Object raise(TemplateScope scope, List<@Nullable Object> positional,
			Map<String, @Nullable Object> named) {
		throw new TemplateFault("the template refuses these messages");
	}

	private static String date(Clock clock, String format) {
		ZonedDateTime now = ZonedDateTime.now(clock);
		StringBuilder out = new StringBuilder();
		for (int i = 0; i < format.length(); i++) {
			char c = format.charAt(i);
			if (c != '%' || i + 1 >= format.length()) {
				out.append(c);
				continue;
			}
			char kind = format.charAt(++i);
			boolean bare = kind == '-' && i + 1 < format.length();
			if (bare) {
				kind = format.charAt(++i);
			}
			String pattern = DATE_PARTS.get(kind);
			if (kind == '%') {
				out.append('%');
			}
			else if (pattern == null) {
				throw new TemplateFault("a date format has a part that is not supported");
			}
			else {
				String part = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(now);
				out.append(bare ? part.replaceFirst("^0+(?=.)", "") : part);
			}
		}
		return out.toString();
	}

}
