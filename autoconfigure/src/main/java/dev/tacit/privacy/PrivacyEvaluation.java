/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import dev.tacit.inference.json.JsonLimits;
import org.jspecify.annotations.Nullable;

/**
 * Measures the detectors on labelled text, one JSON object a line: {@code {"text": ...,
 * "spans": [{"start": 0, "end": 4, "entity": "PERSON"}]}} with offsets in UTF-16 units.
 * Prints no text.
 */
public final class PrivacyEvaluation {

	private static final JsonLimits LINE = new JsonLimits(8 << 20, 64);

	private final PrivacyFilter filter;

	private final PrivacyPolicy policy;

	private final Direction direction;

	private final PrivacyScope scope = PrivacyScope.of(Set.of());

	private final EvaluationScores scores = new EvaluationScores();

	private long bytes;

	private long nanos;

	private PrivacyEvaluation(@Nullable PrivacyPolicy policy, Direction direction) {
		PrivacyPolicyBuilder finding = PrivacyPolicy.builder();
		for (Entity entity : Entity.builtIn()) {
			boolean allowed = policy != null && policy.decide(entity, direction, this.scope).action() == Action.ALLOW;
			finding.entity(entity, allowed && !PrivacyPolicy.FLOORS.contains(entity) ? Action.ALLOW : Action.REDACT);
		}
		if (policy != null) {
			finding.threshold(null, policy.threshold());
			policy.thresholds().forEach(finding::threshold);
		}
		this.policy = finding.build();
		this.filter = PrivacyFilter.withDefaults(this.policy);
		this.direction = direction;
	}

	/**
	 * Evaluates a file.
	 * @param arguments FILE [--policy FILE] [--direction DIRECTION] [--json]
	 */
	public static void main(String... arguments) {
		System.exit(run(arguments, System.out, System.err));
	}

	/** Like {@link #main}, and returns the exit status. */
	static int run(String[] arguments, PrintStream out, PrintStream err) {
		try {
			Path data = null;
			PrivacyPolicy policy = null;
			Direction direction = Direction.PROMPT;
			boolean json = false;
			for (int i = 0; i < arguments.length; i++) {
				switch (arguments[i]) {
					case "--json" -> json = true;
					case "--policy" -> policy = policy(Path.of(following(arguments, ++i)));
					case "--direction" -> direction = direction(following(arguments, ++i));
					default -> data = Path.of(arguments[i]);
				}
			}
			if (data == null) {
				err.println(
						"Usage: PrivacyEvaluation FILE.jsonl [--policy FILE.properties] [--direction DIRECTION] [--json]");
				return 2;
			}
			PrivacyEvaluation evaluation = new PrivacyEvaluation(policy, direction);
			evaluation.read(data);
			double megabytes = evaluation.bytes / 1e6 / Math.max(1e-9, evaluation.nanos / 1e9);
			out.println(json ? Json.write(evaluation.scores.asMap(megabytes)) : evaluation.scores.asTable(megabytes));
			return 0;
		}
		catch (IOException ex) {
			err.println("A file cannot be read: " + ex.getClass().getSimpleName());
		}
		catch (PrivacyPolicyException | IllegalArgumentException ex) {
			err.println(ex.getMessage());
		}
		return 1;
	}

	private static String following(String[] arguments, int index) {
		if (index >= arguments.length) {
			throw new IllegalArgumentException("An option lacks its value");
		}
		return arguments[index];
	}

	private static Direction direction(String name) {
		try {
			return Direction.valueOf(name.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"No direction is called " + name + "; known are " + List.of(Direction.values()));
		}
	}

	/** A properties file in the form of an application's, with or without its prefix. */
	static PrivacyPolicy policy(Path file) throws IOException {
		Properties properties = new Properties();
		try (BufferedReader reader = Files.newBufferedReader(file)) {
			properties.load(reader);
		}
		Map<String, Object> settings = new LinkedHashMap<>();
		for (String name : properties.stringPropertyNames()) {
			String bare = name.startsWith("tacit.privacy.") ? name.substring("tacit.privacy.".length()) : name;
			put(settings, bare, properties.getProperty(name));
		}
		return new PolicySettings(Set.copyOf(Entity.builtIn()), "tacit.privacy.").read(settings);
	}

	/** Below roles and purposes stand their names, and then the rules as elsewhere. */
	@SuppressWarnings("unchecked")
	private static void put(Map<String, Object> settings, String name, String value) {
		String[] path = name.split("\\.", (name.startsWith("roles.") || name.startsWith("purposes.")) ? 3 : 2);
		Map<String, Object> map = settings;
		for (int i = 0; i < path.length - 1; i++) {
			Object inner = map.computeIfAbsent(path[i], (key) -> new LinkedHashMap<String, Object>());
			if (!(inner instanceof Map<?, ?>)) {
				throw new PrivacyPolicyException(name + " has a value above it");
			}
			map = (Map<String, Object>) inner;
		}
		if (map.put(path[path.length - 1], value) != null) {
			throw new PrivacyPolicyException(name + " has a value and names below it");
		}
	}

	private void read(Path data) throws IOException {
		try (BufferedReader lines = Files.newBufferedReader(data)) {
			int number = 0;
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				number++;
				if (!line.isBlank()) {
					evaluate(line, number);
				}
			}
		}
	}

	private void evaluate(String line, int number) {
		try {
			if (Json.parse(line, LINE) instanceof Map<?, ?> example && example.get("text") instanceof String text) {
				List<EvaluationScores.Span> expected = new ArrayList<>();
				if (example.get("spans") instanceof List<?> spans) {
					for (Object span : spans) {
						expected.add(span(span, text.length()));
					}
				}
				evaluate(text, expected);
				return;
			}
		}
		catch (JsonException | IllegalArgumentException | ClassCastException ex) {
			// What follows says where; the line itself is not quoted.
		}
		throw new IllegalArgumentException("Line " + number + " is not of the form {\"text\": ..., \"spans\": [...]}");
	}

	private static EvaluationScores.Span span(Object value, int length) {
		Map<?, ?> span = (Map<?, ?>) value;
		if (span.get("start") instanceof Long start && span.get("end") instanceof Long end
				&& span.get("entity") instanceof String entity && start >= 0 && end > start && end <= length) {
			return new EvaluationScores.Span(new Entity(entity), start.intValue(), end.intValue());
		}
		throw new IllegalArgumentException("A span has a start, an end and an entity");
	}

	private void evaluate(String text, List<EvaluationScores.Span> expected) {
		long start = System.nanoTime();
		List<Finding> findings = this.filter.apply(text, this.direction, this.scope).findings();
		this.nanos += System.nanoTime() - start;
		this.bytes += text.getBytes(StandardCharsets.UTF_8).length;
		List<EvaluationScores.Span> found = new ArrayList<>();
		for (Finding finding : findings) {
			if (finding.action() != Action.ALLOW) {
				found.add(new EvaluationScores.Span(finding.entity(), finding.start(), finding.end()));
			}
		}
		expected
			.removeIf((span) -> this.policy.decide(span.entity(), this.direction, this.scope).action() == Action.ALLOW);
		this.scores.add(expected, found);
	}

}
