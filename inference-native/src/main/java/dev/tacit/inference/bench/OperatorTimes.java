/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonLimits;

/**
 * What the last steps of a profiled run spent, by kind of operator. The trace is the one
 * that ONNX Runtime writes: an array of events of Chrome's trace format, microseconds,
 * one {@code model_run} a step and one {@code ..._kernel_time} a node.
 *
 * @param stepMillis mean time of a step
 * @param operators times by name of the operator, the largest first
 */
record OperatorTimes(double stepMillis, Map<String, Operator> operators) {

	static OperatorTimes read(Path trace, int steps) throws IOException {
		if (!(Json.parse(Files.readString(trace), JsonLimits.LARGE) instanceof List<?> events)) {
			throw new IOException("The profiler's trace is no array of events");
		}
		List<Event> all = new ArrayList<>();
		for (Object event : events) {
			if (event instanceof Map<?, ?> fields && fields.get("ts") instanceof Long start
					&& fields.get("dur") instanceof Long length) {
				all.add(new Event(String.valueOf(fields.get("name")), start, length, fields));
			}
		}
		List<Event> runs = all.stream()
			.filter((event) -> event.name().equals("model_run"))
			.sorted(Comparator.comparingLong(Event::start))
			.toList();
		if (runs.size() < steps) {
			throw new IOException("The profiler's trace holds " + runs.size() + " steps and not " + steps);
		}
		List<Event> last = runs.subList(runs.size() - steps, runs.size());
		long from = last.get(0).start();
		Map<String, Operator> operators = new LinkedHashMap<>();
		for (Event event : all) {
			if (event.name().endsWith("_kernel_time") && event.start() >= from
					&& event.fields().get("args") instanceof Map<?, ?> facts) {
				operators.merge(Objects.toString(facts.get("op_name")), new Operator(1, event.length()),
						Operator::plus);
			}
		}
		Map<String, Operator> sorted = new LinkedHashMap<>();
		operators.entrySet()
			.stream()
			.sorted(Comparator.comparingDouble((entry) -> -entry.getValue().micros()))
			.forEach((entry) -> sorted.put(entry.getKey(), entry.getValue().dividedBy(steps)));
		return new OperatorTimes(last.stream().mapToLong(Event::length).sum() / 1e3 / steps, sorted);
	}

	/** Milliseconds of a step that no operator accounts for. */
	double betweenMillis() {
		return this.stepMillis - this.operators.values().stream().mapToDouble(Operator::micros).sum() / 1e3;
	}

	/**
	 * Nodes of one kind.
	 *
	 * @param nodes how many
	 * @param micros their time together
	 */
	record Operator(double nodes, double micros) {

		private Operator plus(Operator other) {
			return new Operator(this.nodes + other.nodes, this.micros + other.micros);
		}

		private Operator dividedBy(int steps) {
			return new Operator(this.nodes / steps, this.micros / steps);
		}

	}

	private record Event(String name, long start, long length, Map<?, ?> fields) {
	}

}
