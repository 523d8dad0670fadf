/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Prometheus reads: the families of a scrape in the text format.
 *
 * @param text the scrape
 * @param families by name, the type and description of each
 * @param series by name of a series, its labels and their values; the bucket boundary is
 * none of them
 */
record Scrape(String text, Map<String, Family> families, Map<String, Map<String, Set<String>>> series) {

	private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) (\\S+) (.*)");

	private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+");

	private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

	static Scrape of(String text) {
		Map<String, String> descriptions = new LinkedHashMap<>();
		Map<String, Family> families = new TreeMap<>();
		Map<String, Map<String, Set<String>>> series = new TreeMap<>();
		for (String line : text.split("\n")) {
			Matcher comment = COMMENT.matcher(line);
			if (comment.matches()) {
				if (comment.group(1).equals("HELP")) {
					descriptions.put(comment.group(2), comment.group(3));
				}
				else {
					families.put(comment.group(2),
							new Family(comment.group(3), descriptions.getOrDefault(comment.group(2), "")));
				}
				continue;
			}
			Matcher sample = SAMPLE.matcher(line);
			if (!sample.matches()) {
				throw new IllegalStateException("Not a line of the text format: " + line);
			}
			Map<String, Set<String>> labels = series.computeIfAbsent(sample.group(1), (name) -> new TreeMap<>());
			Matcher label = LABEL.matcher((sample.group(2) != null) ? sample.group(2) : "");
			while (label.find()) {
				if (!label.group(1).equals("le")) {
					labels.computeIfAbsent(label.group(1), (name) -> new TreeSet<>()).add(label.group(2));
				}
			}
		}
		return new Scrape(text, families, series);
	}

	/** The series of a family: the family itself, or the count of a histogram. */
	Map<String, Set<String>> labels(String family) {
		Map<String, Set<String>> labels = this.series.get(family);
		return (labels != null) ? labels : this.series.getOrDefault(family + "_count", Map.of());
	}

	/**
	 * A family.
	 *
	 * @param type counter, gauge or histogram
	 * @param description what it says of itself
	 */
	record Family(String type, String description) {
	}

}
