/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Typed access to the members of an object. Every getter names the member's full path
 * when it is missing or has another type.
 */
public final class JsonObject {

	private final String path;

	private final Map<?, ?> members;

	JsonObject(String path, Map<?, ?> members) {
		this.path = path;
		this.members = members;
	}

	/**
	 * The member names in the order of the text.
	 * @return the names
	 */
	public Set<String> names() {
		Set<String> names = new LinkedHashSet<>();
		this.members.keySet().forEach((name) -> names.add(String.valueOf(name)));
		return Collections.unmodifiableSet(names);
	}

	/**
	 * Whether the member exists and is not {@code null}.
	 * @param name the member
	 * @return whether it has a value
	 */
	public boolean has(String name) {
		return this.members.get(name) != null;
	}

	/**
	 * The raw value.
	 * @param name the member
	 * @return the value, or {@code null} if it is missing or null
	 */
	public @Nullable Object get(String name) {
		return this.members.get(name);
	}

	public String string(String name) {
		return typed(name, String.class, "a string");
	}

	public @Nullable String stringOr(String name, @Nullable String otherwise) {
		return has(name) ? string(name) : otherwise;
	}

	public boolean booleanOr(String name, boolean otherwise) {
		return has(name) ? typed(name, Boolean.class, "true or false") : otherwise;
	}

	public double number(String name) {
		return typed(name, Number.class, "a number").doubleValue();
	}

	public double numberOr(String name, double otherwise) {
		return has(name) ? number(name) : otherwise;
	}

	public long integer(String name) {
		Number value = typed(name, Number.class, "an integer");
		if (value instanceof Long) {
			return value.longValue();
		}
		throw new JsonException("'" + pathOf(name) + "' is not an integer of 64 bits");
	}

	/**
	 * An integer within the range of {@code int}.
	 * @param name the member
	 * @return the value
	 * @throws JsonException if it is missing, no integer, or out of range
	 */
	public int intValue(String name) {
		long value = integer(name);
		if (value != (int) value) {
			throw new JsonException("'" + pathOf(name) + "' is out of range");
		}
		return (int) value;
	}

	public int intOr(String name, int otherwise) {
		return has(name) ? intValue(name) : otherwise;
	}

	public JsonObject object(String name) {
		return new JsonObject(pathOf(name), typed(name, Map.class, "an object"));
	}

	public @Nullable JsonObject objectOrNull(String name) {
		return has(name) ? object(name) : null;
	}

	public List<?> list(String name) {
		return typed(name, List.class, "a list");
	}

	/**
	 * A list whose items are all objects.
	 * @param name the member
	 * @return one reader an item
	 */
	public List<JsonObject> objects(String name) {
		List<JsonObject> objects = new ArrayList<>();
		int index = 0;
		for (Object item : list(name)) {
			String itemPath = pathOf(name) + "[" + index++ + "]";
			if (!(item instanceof Map<?, ?> map)) {
				throw new JsonException("'" + itemPath + "' is not an object");
			}
			objects.add(new JsonObject(itemPath, map));
		}
		return objects;
	}

	private <T> T typed(String name, Class<T> type, String description) {
		Object value = this.members.get(name);
		if (value == null) {
			throw new JsonException("'" + pathOf(name) + "' is missing");
		}
		if (!type.isInstance(value)) {
			throw new JsonException("'" + pathOf(name) + "' is not " + description);
		}
		return type.cast(value);
	}

	private String pathOf(String name) {
		return this.path.isEmpty() ? name : this.path + "." + name;
	}

}
