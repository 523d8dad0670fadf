/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The properties of this library as tables of Markdown, from the metadata that the
 * compiler wrote beside the classes.
 *
 * @param properties in order of their names
 */
record PropertyTable(List<JsonNode> properties) {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	static PropertyTable read() throws IOException {
		for (URL url : Collections.list(PropertyTable.class.getClassLoader().getResources(METADATA))) {
			List<JsonNode> ours = new ArrayList<>();
			try (InputStream content = url.openStream()) {
				for (JsonNode property : JsonMapper.shared().readTree(content).path("properties")) {
					if (name(property).startsWith("tacit.")) {
						ours.add(property);
					}
				}
			}
			if (!ours.isEmpty()) {
				return new PropertyTable(ours);
			}
		}
		throw new IllegalStateException("No " + METADATA + " of this module; was it compiled with the processor?");
	}

	static String name(JsonNode property) {
		return property.path("name").asString();
	}

	/** A table for each group of names. */
	String markdown() throws ClassNotFoundException {
		Map<String, List<String>> groups = new TreeMap<>();
		for (JsonNode property : this.properties) {
			String[] parts = name(property).split("\\.");
			String group = (parts.length > 2) ? parts[0] + "." + parts[1] : parts[0];
			groups.computeIfAbsent(group, (absent) -> new ArrayList<>()).add(row(property));
		}
		StringBuilder page = new StringBuilder();
		groups.forEach((group, rows) -> {
			page.append("\n## ").append(group).append("\n\n| property | type | default | meaning |\n");
			page.append("| --- | --- | --- | --- |\n");
			rows.forEach((row) -> page.append(row).append('\n'));
		});
		return page.toString();
	}

	private static String row(JsonNode property) throws ClassNotFoundException {
		String description = property.path("description").asString("").replace("|", "\\|");
		return "| `" + name(property) + "` | " + type(property.path("type").asString()) + " | "
				+ defaultValue(property.path("defaultValue")) + " | " + description + " |";
	}

	private static String type(String type) throws ClassNotFoundException {
		if (type.startsWith("dev.tacit.")) {
			return Stream.of(Class.forName(type).getEnumConstants())
				.map((constant) -> "`" + ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
				.collect(Collectors.joining(" "));
		}
		if (type.startsWith("java.util.Map")) {
			return "map";
		}
		if (type.startsWith("java.util.List")) {
			return "list";
		}
		return switch (type.substring(type.lastIndexOf('.') + 1)) {
			case "Boolean" -> "`true` `false`";
			case "Integer", "Long" -> "whole number";
			case "Double" -> "number";
			case "Duration" -> "duration";
			case "DataSize" -> "size";
			case "Path" -> "path";
			case "URI" -> "address";
			case "String" -> "text";
			default -> throw new IllegalStateException("No word for the type " + type);
		};
	}

	private static String defaultValue(JsonNode value) {
		if (value.isMissingNode() || value.isArray() && value.isEmpty()) {
			return "–";
		}
		if (value.isArray()) {
			return "`" + value.valueStream().map(JsonNode::asString).collect(Collectors.joining(",")) + "`";
		}
		String text = value.asString();
		return text.isEmpty() ? "empty" : "`" + text + "`";
	}

}
