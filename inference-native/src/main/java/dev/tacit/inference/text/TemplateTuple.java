/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;

import org.jspecify.annotations.Nullable;

/**
 * Python's tuple: a list that prints in parentheses and equals no list. Its items may
 * have names.
 */
final class TemplateTuple extends AbstractList<@Nullable Object> implements RandomAccess {

	private final List<@Nullable Object> items;

	private final List<String> names;

	TemplateTuple(List<? extends @Nullable Object> items) {
		this(List.of(), items);
	}

	TemplateTuple(List<String> names, List<? extends @Nullable Object> items) {
		this.names = names;
		this.items = Collections.unmodifiableList(new ArrayList<>(items));
	}

	@Nullable Object named(String name) {
		int index = this.names.indexOf(name);
		return (index >= 0) ? this.items.get(index) : TemplateScope.UNDEFINED;
	}

	@Override
	public @Nullable Object get(int index) {
		return this.items.get(index);
	}

	@Override
	public int size() {
		return this.items.size();
	}

}
