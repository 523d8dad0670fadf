/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import org.jspecify.annotations.Nullable;

/** A parsed expression. Immutable; what it needs of a rendering is in the scope. */
interface TemplateExpression {

	@Nullable Object value(TemplateScope scope);

	/** A literal, known when the template is parsed. */
	record Constant(@Nullable Object literal) implements TemplateExpression {

		@Override
		public @Nullable Object value(TemplateScope scope) {
			return this.literal;
		}

	}

	/** One link of a chain: a filter, a test, a member, a call. */
	interface Step {

		@Nullable Object apply(TemplateScope scope, @Nullable Object value);

	}

}
