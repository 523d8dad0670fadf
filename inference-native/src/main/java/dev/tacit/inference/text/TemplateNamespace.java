/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The one object a template may change: {@code namespace(...)}, and what tags keep. */
final class TemplateNamespace {

	private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

	void set(String name, @Nullable Object value) {
		this.members.put(name, value);
	}

	@Nullable Object get(String name) {
		return this.members.containsKey(name) ? this.members.get(name) : TemplateScope.UNDEFINED;
	}

}
