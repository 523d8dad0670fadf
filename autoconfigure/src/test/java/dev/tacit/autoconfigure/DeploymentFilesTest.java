/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/** What the deployment pages set exists, and goes together. */
class DeploymentFilesTest {

	private static final Path FILES = Path.of("..", "docs", "deploy");

	private static final Pattern VARIABLE = Pattern.compile("(?:Environment=|name: )((?:TACIT|SPRING)_[A-Z_]+)");

	/** As Boot derives variables from names. */
	private static String variable(String property) {
		return property.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
	}

	@Test
	void everyVariableIsAProperty() throws IOException {
		Set<String> known = PropertyTable.read()
			.properties()
			.stream()
			.map((property) -> variable(PropertyTable.name(property)))
			.collect(Collectors.toCollection(TreeSet::new));
		known.add(variable("spring.lifecycle.timeout-per-shutdown-phase"));
		for (String file : List.of("tacit.service", "kubernetes.yaml")) {
			List<String> used = VARIABLE.matcher(Files.readString(FILES.resolve(file)))
				.results()
				.map((MatchResult found) -> found.group(1))
				.toList();
			assertThat(used).as(file).hasSizeGreaterThan(3).isSubsetOf(known);
		}
	}

	@Test
	void theManifestProbesWhatActuatorServesAndSelectsItsOwnPods() throws IOException {
		List<Map<String, Object>> documents = new ArrayList<>();
		new Yaml().loadAll(Files.readString(FILES.resolve("kubernetes.yaml")))
			.forEach((document) -> documents.add(new TreeMap<>(map(Map.of("", document), ""))));
		assertThat(documents).extracting((document) -> document.get("kind"))
			.containsExactly("StatefulSet", "Service", "PodDisruptionBudget", "NetworkPolicy");
		Map<String, Object> spec = map(documents.get(0), "spec");
		Map<String, Object> pod = map(map(spec, "template"), "spec");
		Map<String, Object> container = map(Map.of("", ((List<?>) pod.get("containers")).get(0)), "");
		assertThat(map(map(container, "readinessProbe"), "httpGet")).containsEntry("path",
				"/actuator/health/readiness");
		for (String probe : List.of("startupProbe", "livenessProbe")) {
			assertThat(map(map(container, probe), "httpGet")).containsEntry("path", "/actuator/health/liveness");
		}
		Map<String, Object> labels = map(map(map(spec, "template"), "metadata"), "labels");
		assertThat(map(map(spec, "selector"), "matchLabels")).isEqualTo(labels);
		assertThat(map(map(documents.get(1), "spec"), "selector")).isEqualTo(labels);
		assertThat(map(map(map(documents.get(2), "spec"), "selector"), "matchLabels")).isEqualTo(labels);
		assertThat(map(map(map(documents.get(3), "spec"), "podSelector"), "matchLabels")).isEqualTo(labels);
		assertThat(names((List<?>) container.get("volumeMounts")))
			.containsExactlyInAnyOrderElementsOf(volumes(pod, spec));
		assertThat((Integer) pod.get("terminationGracePeriodSeconds")).isGreaterThan(30);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Object in, String name) {
		return (Map<String, Object>) ((Map<String, Object>) in).get(name);
	}

	private static Set<String> volumes(Map<String, Object> pod, Map<String, Object> spec) {
		Set<String> names = names((List<?>) pod.get("volumes"));
		for (Object claim : (List<?>) spec.get("volumeClaimTemplates")) {
			names.add(String.valueOf(map(claim, "metadata").get("name")));
		}
		return names;
	}

	private static Set<String> names(List<?> items) {
		Set<String> names = new TreeSet<>();
		items.forEach((item) -> names.add(String.valueOf(((Map<?, ?>) item).get("name"))));
		return names;
	}

}
