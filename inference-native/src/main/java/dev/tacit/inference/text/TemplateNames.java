/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the parser learns about a whole template: names it sets and calls, so that a call
 * of a function nobody defines is refused before anything is rendered, and how deep it is
 * nested.
 */
final class TemplateNames {

	static final int MAX_DEPTH = 120;

	private final Set<String> assigned = new HashSet<>(Set.of("caller"));

	private final Map<String, Integer> called = new LinkedHashMap<>();

	private int level;

	private int highest;

	void assign(String name) {
		this.assigned.add(name);
	}

	void call(String name, int line) {
		this.called.putIfAbsent(name, line);
	}

	void enter(int line) {
		if (++this.level > MAX_DEPTH) {
			throw new ChatTemplateException("Line " + line + " of the chat template: tags or expressions are nested"
					+ " deeper than " + MAX_DEPTH + " levels");
		}
		this.highest = Math.max(this.highest, this.level);
	}

	void leave() {
		this.level--;
	}

	/** Starts to measure the nesting of a part; returns what to give to the end. */
	int startMeasure() {
		int before = this.highest;
		this.highest = this.level;
		return before;
	}

	/** Levels between the start of the measure and its deepest point. */
	int endMeasure(int before) {
		int height = this.highest - this.level + 1;
		this.highest = Math.max(this.highest, before);
		return height;
	}

	void verify(Set<String> functions) {
		this.called.forEach((name, line) -> {
			if (!functions.contains(name) && !this.assigned.contains(name)) {
				throw new ChatTemplateException(
						"Line " + line + " of the chat template: the function '" + name + "' is not supported");
			}
		});
	}

}
