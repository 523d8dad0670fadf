/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The filters that apply another filter or a test to each item: {@code map},
 * {@code select} and their kin. The other one's name is a literal, so it is checked when
 * the template is parsed.
 */
final class TemplateSelection {

	private TemplateSelection() {
	}

	static TemplateExpression.@Nullable Step step(String name, TemplateArguments arguments) {
		return switch (name) {
			case "map" -> map(arguments);
			case "select" -> select(null, arguments, true);
			case "reject" -> select(null, arguments, false);
			case "selectattr" -> select(path(arguments, name), arguments.from(1), true);
			case "rejectattr" -> select(path(arguments, name), arguments.from(1), false);
			default -> null;
		};
	}

	private static String path(TemplateArguments arguments, String filter) {
		return arguments.literal(0, "the filter '" + filter + "'");
	}

	private static TemplateExpression.Step map(TemplateArguments arguments) {
		TemplateExpression attribute = arguments.named().get("attribute");
		if (attribute == null) {
			String filter = arguments.literal(0, "the filter 'map'");
			return each(TemplateFilters.step(filter, arguments.from(1)));
		}
		for (String name : arguments.named().keySet()) {
			if (!name.equals("attribute") && !name.equals("default")) {
				throw new TemplateFault("a call names an argument that is not supported");
			}
		}
		TemplateExpression otherwise = arguments.named().get("default");
		return each((scope, item) -> {
			String path = PythonText.of(attribute.value(scope));
			return (otherwise != null) ? TemplateListFilters.attribute(item, path, otherwise.value(scope))
					: TemplateListFilters.attribute(item, path);
		});
	}

	private static TemplateExpression.Step each(TemplateExpression.Step step) {
		return (scope, value) -> {
			List<@Nullable Object> mapped = new ArrayList<>();
			for (Object item : TemplateValues.items(scope, value)) {
				mapped.add(step.apply(scope, item));
			}
			return mapped;
		};
	}

	private static TemplateExpression.Step select(@Nullable String path, TemplateArguments arguments, boolean keep) {
		if (!arguments.named().isEmpty()) {
			throw new TemplateFault("a call names an argument that is not supported");
		}
		TemplateExpression.Step test = arguments.positional().isEmpty() ? (scope, value) -> TemplateValues.truth(value)
				: TemplateTests.named(arguments.literal(0, "a selecting filter"))
					.bind(new TemplateArguments(arguments.positional().subList(1, arguments.positional().size()),
							Map.of()));
		return (scope, value) -> {
			List<@Nullable Object> kept = new ArrayList<>();
			for (Object item : TemplateValues.items(scope, value)) {
				Object tested = (path == null) ? item : TemplateListFilters.attribute(item, path);
				if (TemplateValues.truth(test.apply(scope, tested)) == keep) {
					kept.add(item);
				}
			}
			return kept;
		};
	}

}
