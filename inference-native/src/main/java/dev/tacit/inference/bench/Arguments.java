/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Options of the form {@code --name value}, and {@code --name} alone for a switch. A
 * command takes what it knows; {@link #requireNoOther()} refuses the rest.
 */
final class Arguments {

	private final Map<String, @Nullable String> values = new LinkedHashMap<>();

	private Arguments() {
	}

	static Arguments parse(List<String> words) {
		Arguments arguments = new Arguments();
		for (int i = 0; i < words.size(); i++) {
			String word = words.get(i);
			if (!word.startsWith("--") || word.length() == 2) {
				throw new UsageException("'" + word + "' is no option; options start with --");
			}
			boolean valued = i + 1 < words.size() && !words.get(i + 1).startsWith("--");
			if (arguments.values.containsKey(word.substring(2))) {
				throw new UsageException(word + " is given twice");
			}
			arguments.values.put(word.substring(2), valued ? words.get(++i) : null);
		}
		return arguments;
	}

	String text(String name) {
		String value = textOr(name, null);
		if (value == null) {
			throw new UsageException("--" + name + " is missing");
		}
		return value;
	}

	@Nullable String textOr(String name, @Nullable String otherwise) {
		if (!this.values.containsKey(name)) {
			return otherwise;
		}
		String value = this.values.remove(name);
		if (value == null) {
			throw new UsageException("--" + name + " needs a value");
		}
		return value;
	}

	Path path(String name) {
		return Path.of(text(name));
	}

	Path pathOr(String name, Path otherwise) {
		String value = textOr(name, null);
		return (value != null) ? Path.of(value) : otherwise;
	}

	int integerOr(String name, int otherwise) {
		String value = textOr(name, null);
		try {
			return (value != null) ? Integer.parseInt(value) : otherwise;
		}
		catch (NumberFormatException ex) {
			throw new UsageException("--" + name + " is no whole number");
		}
	}

	boolean flag(String name) {
		if (!this.values.containsKey(name)) {
			return false;
		}
		if (this.values.remove(name) != null) {
			throw new UsageException("--" + name + " takes no value");
		}
		return true;
	}

	void requireNoOther() {
		if (!this.values.isEmpty()) {
			throw new UsageException("unknown: --" + String.join(", --", new TreeSet<>(this.values.keySet())));
		}
	}

}
