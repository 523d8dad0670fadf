/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts found against labelled spans. A finding is true if a labelled span of the same
 * entity covers the same place: the part they share is at least half of what they cover
 * together.
 */
final class EvaluationScores {

	private final Map<String, Counts> byEntity = new TreeMap<>();

	private final Counts all = new Counts();

	void add(List<Span> expected, List<Span> found) {
		boolean[] used = new boolean[found.size()];
		for (Span span : expected) {
			int match = -1;
			for (int i = 0; i < used.length && match < 0; i++) {
				match = (!used[i] && span.matches(found.get(i))) ? i : -1;
			}
			if (match >= 0) {
				used[match] = true;
				of(span).hits++;
				this.all.hits++;
			}
			else {
				of(span).missed++;
				this.all.missed++;
			}
		}
		for (int i = 0; i < used.length; i++) {
			if (!used[i]) {
				of(found.get(i)).alarms++;
				this.all.alarms++;
			}
		}
	}

	private Counts of(Span span) {
		return this.byEntity.computeIfAbsent(span.entity().name(), (name) -> new Counts());
	}

	double f2() {
		return this.all.f2();
	}

	Map<String, Object> asMap(double megabytesPerSecond) {
		Map<String, Object> entities = new LinkedHashMap<>();
		this.byEntity.forEach((name, counts) -> entities.put(name, counts.asMap()));
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("entities", entities);
		report.put("overall", this.all.asMap());
		report.put("megabytesPerSecond", Math.round(megabytesPerSecond * 100) / 100.0);
		return report;
	}

	String asTable(double megabytesPerSecond) {
		StringBuilder table = new StringBuilder(String.format(Locale.ROOT, "%-24s %7s %7s %7s %10s %7s %7s%n", "entity",
				"true", "false", "missed", "precision", "recall", "F2"));
		this.byEntity.forEach((name, counts) -> table.append(counts.line(name)));
		table.append(this.all.line("(overall)"));
		table.append(String.format(Locale.ROOT, "%.1f MB/s", megabytesPerSecond));
		return table.toString();
	}

	/**
	 * A place in a text.
	 *
	 * @param entity kind of value
	 * @param start first unit
	 * @param end unit after the last one
	 */
	record Span(Entity entity, int start, int end) {

		boolean matches(Span other) {
			int shared = Math.min(this.end, other.end) - Math.max(this.start, other.start);
			int covered = Math.max(this.end, other.end) - Math.min(this.start, other.start);
			return this.entity.equals(other.entity) && shared > 0 && 2 * shared >= covered;
		}

	}

	private static final class Counts {

		private int hits;

		private int alarms;

		private int missed;

		private double precision() {
			return ratio(this.hits, this.hits + this.alarms);
		}

		private double recall() {
			return ratio(this.hits, this.hits + this.missed);
		}

		private double f2() {
			double precision = precision();
			double recall = recall();
			double weighted = 4 * precision + recall;
			return (weighted > 0) ? 5 * precision * recall / weighted : 0;
		}

		private static double ratio(int part, int whole) {
			return (whole > 0) ? (double) part / whole : 1;
		}

		Map<String, Object> asMap() {
			Map<String, Object> map = new LinkedHashMap<>();
			map.put("true", (long) this.hits);
			map.put("false", (long) this.alarms);
			map.put("missed", (long) this.missed);
			map.put("precision", rounded(precision()));
			map.put("recall", rounded(recall()));
			map.put("f2", rounded(f2()));
			return map;
		}

		private static double rounded(double value) {
			return Math.round(value * 10_000) / 10_000.0;
		}

		String line(String name) {
			return String.format(Locale.ROOT, "%-24s %7d %7d %7d %10.3f %7.3f %7.3f%n", name, this.hits, this.alarms,
					this.missed, precision(), recall(), f2());
		}

	}

}
