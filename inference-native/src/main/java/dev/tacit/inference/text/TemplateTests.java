/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The tests behind {@code is}. */
final class TemplateTests {

	private static final Map<String, Test> TESTS = Map.of("defined", (value) -> value != TemplateScope.UNDEFINED,
			"undefined", (value) -> value == TemplateScope.UNDEFINED, "none", (value) -> value == null, "string",
			String.class::isInstance, "mapping", Map.class::isInstance, "iterable",
			(value) -> value instanceof Collection || value instanceof String || value instanceof Map, "sequence",
			(value) -> value instanceof Collection || value instanceof String, "number", Number.class::isInstance,
			"boolean", Boolean.class::isInstance, "true", Boolean.TRUE::equals);

	private TemplateTests() {
	}

	static @Nullable Test named(String name) {
		return TESTS.get(name);
	}

	@FunctionalInterface
	interface Test {

		boolean holds(@Nullable Object value);

	}

}
