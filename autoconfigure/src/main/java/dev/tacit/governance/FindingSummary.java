/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tacit.privacy.Action;
import dev.tacit.privacy.Finding;
import dev.tacit.privacy.Pseudonyms;
import org.jspecify.annotations.Nullable;

/**
 * Counts findings by entity, direction and action: all that may be told about them.
 * Thread-safe: a cancellation notes its findings while a part is on its way.
 */
final class FindingSummary {

	private final Map<Kind, Integer> counts = new LinkedHashMap<>();

	private final @Nullable FindingSummary whole;

	FindingSummary() {
		this(null);
	}

	private FindingSummary(@Nullable FindingSummary whole) {
		this.whole = whole;
	}

	/** Findings of one part, which count here too. */
	FindingSummary part() {
		return new FindingSummary(this);
	}

	synchronized void add(List<Finding> findings) {
		if (this.whole != null) {
			this.whole.add(findings);
		}
		for (Finding finding : findings) {
			this.counts.merge(
					new Kind(finding.entity().name(), finding.direction().name(), String.valueOf(finding.action())), 1,
					Integer::sum);
		}
	}

	/** Whether anything that was found did not stay as it was. */
	synchronized boolean changed() {
		return this.counts.keySet().stream().anyMatch((kind) -> !kind.action().equals(Action.ALLOW.name()));
	}

	/** How many tokens stood for nothing. */
	synchronized int unresolved() {
		return this.counts.entrySet()
			.stream()
			.filter((count) -> count.getKey().entity().equals(Pseudonyms.UNRESOLVED.name()))
			.mapToInt(Map.Entry::getValue)
			.sum();
	}

	synchronized List<Map<String, Object>> entries() {
		List<Map<String, Object>> entries = new ArrayList<>();
		this.counts.forEach((kind, count) -> {
			Map<String, Object> entry = new LinkedHashMap<>();
			entry.put("entity", kind.entity());
			entry.put("direction", kind.direction());
			entry.put("action", kind.action());
			entry.put("count", count);
			entries.add(entry);
		});
		return entries;
	}

	private record Kind(String entity, String direction, String action) {
	}

}
