/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.tacit.inference.text.TemplateOperation.Values;
import org.jspecify.annotations.Nullable;

/** The filters: a closed list, none of which changes its input. */
final class TemplateFilters {

	private static final Map<String, TemplateOperation> FILTERS = new HashMap<>(TemplateListFilters.ALL);

	static {
		put("tojson", "ensure_ascii indent separators sort_keys", 0, TemplateFilters::json);
		put("string", "", 0, (scope, value, arguments) -> scope.budget().text(PythonText.of(value)));
		put("safe", "", 0, (scope, value, arguments) -> scope.budget().text(PythonText.of(value)));
		text("trim", "chars", (text, arguments) -> TemplateText.strip(text, arguments.attribute(0), true, true));
		text("upper", "", (text, arguments) -> text.toUpperCase(Locale.ROOT));
		text("lower", "", (text, arguments) -> text.toLowerCase(Locale.ROOT));
		text("capitalize", "", (text, arguments) -> TemplateText.capitalized(text));
		text("title", "", (text, arguments) -> TemplateText.titleFilter(text));
		text("escape", "", (text, arguments) -> escaped(text));
		text("e", "", (text, arguments) -> escaped(text));
		text("wordcount", "", (text, arguments) -> words(text));
		text("indent", "width first blank", (text, arguments) -> indented(text, arguments));
		put("format", "a b c d e f g h", 0, TemplateFilters::formatted);
		put("replace", "old new count", 2,
				(scope, value, arguments) -> TemplateText.replace(scope, PythonText.of(value),
						PythonText.of(arguments.get(0, null)), PythonText.of(arguments.get(1, null)),
						arguments.integer(2, -1)));
		put("default", "default_value boolean", 0, TemplateFilters::otherwise);
		put("d", "default_value boolean", 0, TemplateFilters::otherwise);
		put("int", "default base", 0, (scope, value, arguments) -> integer(value, arguments));
		put("float", "default", 0, (scope, value, arguments) -> decimal(value, arguments));
		put("round", "precision method", 0, (scope, value, arguments) -> rounded(value, arguments));
		put("abs", "", 0, (scope, value, arguments) -> TemplateValues.isFloat(value)
				? (Object) Math.abs(TemplateValues.number(value)) : Math.absExact(TemplateValues.integer(value)));
		put("attr", "name", 1, (scope, value, arguments) -> (value instanceof TemplateNamespace namespace)
				? namespace.get(arguments.text(0, "")) : TemplateScope.UNDEFINED);
	}

	private TemplateFilters() {
	}

	private interface OnText {

		Object apply(String text, Values arguments);

	}

	private static void put(String name, String parameters, int required, TemplateOperation.Body body) {
		FILTERS.put(name, TemplateOperation.of(parameters, required, body));
	}

	private static void text(String name, String parameters, OnText operation) {
		put(name, parameters, 0, (scope, value, arguments) -> {
			Object result = operation.apply(scope.budget().text(PythonText.of(value)), arguments);
			return (result instanceof String text) ? scope.budget().text(text) : result;
		});
	}

	/** Binds a filter to its arguments; what is not supported is refused here. */
	static TemplateExpression.Step step(String name, TemplateArguments arguments) {
		TemplateExpression.Step selecting = TemplateSelection.step(name, arguments);
		return (selecting != null) ? selecting : named(name).bind(arguments);
	}

	static TemplateOperation named(String name) {
		TemplateOperation filter = FILTERS.get(name);
		if (filter == null) {
			throw new TemplateFault("the filter '" + name + "' is not supported");
		}
		return filter;
	}

	private static Object json(TemplateScope scope, @Nullable Object value, Values arguments) {
		Object indent = arguments.get(1, null);
		Object separators = arguments.get(2, null);
		String margin = (indent == null) ? null
				: (indent instanceof String text) ? text : " ".repeat(width(TemplateValues.integer(indent)));
		boolean pair = separators instanceof List<?> list && list.size() == 2;
		String text = new PythonJson(margin, pair ? PythonText.of(((List<?>) separators).get(0)) : null,
				pair ? PythonText.of(((List<?>) separators).get(1)) : null, arguments.truth(3, false),
				arguments.truth(0, false))
			.write(value);
		return scope.budget().text(text);
	}

	static int width(long width) {
		if (width > 1000) {
			throw new TemplateFault("an indent is wider than 1,000");
		}
		return (int) Math.max(0, width);
	}

	private static String escaped(String text) {
		return text.replace("&", "&amp;")
			.replace(">", "&gt;")
			.replace("<", "&lt;")
			.replace("'", "&#39;")
			.replace("\"", "&#34;");
	}

	private static Object words(String text) {
		long words = 0;
		boolean inside = false;
		for (int c : text.codePoints().toArray()) {
			boolean word = Character.isLetterOrDigit(c) || c == '_';
			words += (word && !inside) ? 1 : 0;
			inside = word;
		}
		return words;
	}

	private static String indented(String text, Values arguments) {
		Object width = arguments.get(0, 4L);
		String margin = (width instanceof String given) ? given : " ".repeat(width(TemplateValues.integer(width)));
		boolean blank = arguments.truth(2, false);
		StringBuilder out = new StringBuilder();
		List<@Nullable Object> lines = new ArrayList<>(List.of(text.split("\n", -1)));
		for (int i = 0; i < lines.size(); i++) {
			String line = String.valueOf(lines.get(i));
			boolean margined = (i == 0) ? arguments.truth(1, false) : blank || !line.isEmpty();
			out.append((i == 0) ? "" : "\n").append(margined ? margin : "").append(line);
			if (out.length() > TemplateBudget.MAX_TEXT) {
				break;
			}
		}
		return out.toString();
	}

	private static Object formatted(TemplateScope scope, @Nullable Object value, Values arguments) {
		List<@Nullable Object> given = new ArrayList<>();
		for (int i = 0; arguments.values().length > i && arguments.has(i); i++) {
			given.add(arguments.get(i, null));
		}
		return scope.budget().text(PercentFormat.format(PythonText.of(value), new TemplateTuple(given)));
	}

	private static @Nullable Object otherwise(TemplateScope scope, @Nullable Object value, Values arguments) {
		boolean missing = value == TemplateScope.UNDEFINED
				|| (arguments.truth(1, false) && !TemplateValues.truth(value));
		return missing ? arguments.get(0, "") : value;
	}

	private static @Nullable Object integer(@Nullable Object value, Values arguments) {
		Object otherwise = arguments.get(0, 0L);
		if (value instanceof String text) {
			String digits = TemplateText.strip(text, null, true, true).replace("_", "");
			int base = arguments.integer(1, 10);
			if (base == 16 && digits.regionMatches(true, 0, "0x", 0, 2)) {
				digits = digits.substring(2);
			}
			try {
				return Long.parseLong(digits, base);
			}
			catch (NumberFormatException ex) {
				Double number = parsed(digits);
				return (number != null && Math.abs(number) < 9e18) ? (Object) number.longValue() : otherwise;
			}
		}
		if (TemplateValues.isFloat(value)) {
			double number = TemplateValues.number(value);
			return (Double.isNaN(number) || Math.abs(number) >= 9e18) ? otherwise : (Object) (long) number;
		}
		return TemplateValues.isNumber(value) ? (Object) TemplateValues.integer(value) : otherwise;
	}

	private static @Nullable Object decimal(@Nullable Object value, Values arguments) {
		if (value instanceof String text) {
			Double number = parsed(TemplateText.strip(text, null, true, true));
			return (number != null) ? number : arguments.get(0, 0.0);
		}
		return TemplateValues.isNumber(value) ? (Object) TemplateValues.number(value) : arguments.get(0, 0.0);
	}

	private static @Nullable Double parsed(String text) {
		if (text.length() > 400 || !text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")) {
			return null;
		}
		return Double.parseDouble(text);
	}

	private static Object rounded(@Nullable Object value, Values arguments) {
		int precision = arguments.integer(0, 0);
		String method = arguments.text(1, "common");
		if (Math.abs(precision) > 300) {
			throw new TemplateFault("a number is rounded to too many digits");
		}
		double number = TemplateValues.number(value);
		if (method.equals("common") && TemplateValues.isInteger(value) && precision >= 0) {
			return TemplateValues.integer(value);
		}
		if (method.equals("common")) {
			return new java.math.BigDecimal(number).setScale(precision, java.math.RoundingMode.HALF_EVEN).doubleValue();
		}
		double factor = Math.pow(10, precision);
		return (method.equals("ceil") ? Math.ceil(number * factor) : Math.floor(number * factor)) / factor;
	}

}
