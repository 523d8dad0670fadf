/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.tacit.inference.text.TemplateBlock.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A loop.
 *
 * @param target names each item is bound to
 * @param source what it runs over
 * @param filter keeps items, {@code null} for all
 * @param body for each item
 * @param otherwise where there is no item
 */
record TemplateLoop(TemplateTarget target, TemplateExpression source, @Nullable TemplateExpression filter,
		TemplateBlock body, @Nullable TemplateBlock otherwise) implements TemplateBlock {

	static final Set<String> METHODS = Set.of("cycle", "changed");

	@Override
	public Flow write(TemplateScope scope, StringBuilder out) {
		List<@Nullable Object> items = kept(scope, TemplateValues.items(scope, this.source.value(scope)));
		TemplateNamespace loop = new TemplateNamespace();
		loop.set("length", (long) items.size());
		// Only a recursive loop is deeper than one, and those are refused.
		loop.set("depth", 1L);
		loop.set("depth0", 0L);
		loop.set("changed", changed());
		for (int i = 0; i < items.size(); i++) {
			scope.budget().spend(1);
			TemplateScope inner = scope.child();
			advance(loop, items, i);
			inner.set("loop", loop);
			this.target.assign(inner, items.get(i));
			if (this.body.write(inner, out) == Flow.BREAK) {
				break;
			}
		}
		if (items.isEmpty() && this.otherwise != null) {
			return this.otherwise.write(scope.child(), out);
		}
		return Flow.ON;
	}

	private List<@Nullable Object> kept(TemplateScope scope, List<@Nullable Object> items) {
		if (this.filter == null) {
			return items;
		}
		List<@Nullable Object> kept = new ArrayList<>();
		for (Object item : items) {
			TemplateScope inner = scope.child();
			this.target.assign(inner, item);
			if (TemplateValues.truth(this.filter.value(inner))) {
				kept.add(item);
			}
		}
		return kept;
	}

	private static void advance(TemplateNamespace loop, List<@Nullable Object> items, int i) {
		int size = items.size();
		loop.set("index", (long) i + 1);
		loop.set("index0", (long) i);
		loop.set("revindex", (long) size - i);
		loop.set("revindex0", (long) size - i - 1);
		loop.set("first", i == 0);
		loop.set("last", i == size - 1);
		loop.set("previtem", (i > 0) ? items.get(i - 1) : TemplateScope.UNDEFINED);
		loop.set("nextitem", (i + 1 < size) ? items.get(i + 1) : TemplateScope.UNDEFINED);
		TemplateCallable cycle = (scope, positional, named) -> {
			if (positional.isEmpty()) {
				throw new TemplateFault("a cycle has nothing to cycle through");
			}
			return positional.get(i % positional.size());
		};
		loop.set("cycle", cycle);
	}

	private static TemplateCallable changed() {
		List<@Nullable Object> last = new ArrayList<>();
		return (scope, positional, named) -> {
			TemplateTuple current = new TemplateTuple(positional);
			boolean changed = last.isEmpty() || !TemplateValues.equal(scope, last.get(0), current);
			last.clear();
			last.add(current);
			return changed;
		};
	}

}
