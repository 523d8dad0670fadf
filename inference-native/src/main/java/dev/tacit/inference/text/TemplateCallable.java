/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** What a template can call: a macro, a global function, a method bound to its value. */
interface TemplateCallable {

	@Nullable Object call(TemplateScope scope, List<@Nullable Object> positional, Map<String, @Nullable Object> named);

}
