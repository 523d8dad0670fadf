/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A dashboard whose panel stays empty, and an alert that never fires, look like a healthy
 * system. So every expression of docs/monitoring is held against a real scrape.
 */
class MonitoringPagesTest {

	private static final Path PAGES = Path.of("..", "docs", "monitoring");

	/** What Prometheus itself adds. */
	private static final Set<String> OUTSIDE = Set.of("instance", "job", "le");

	@TempDir
	static Path folder;

	@Test
	void everyExpressionNamesMetersThatExist() throws IOException {
		Map<String, String> expressions = new LinkedHashMap<>();
		expressions.putAll(dashboard());
		expressions.putAll(alerts());
		assertThat(expressions).hasSizeGreaterThan(30);
		BusyApplication.run(folder, (context) -> {
			Scrape scrape = Scrape.of(context.getBean(PrometheusMeterRegistry.class).scrape());
			expressions.forEach((where, expression) -> assertAnswered(where, expression, scrape));
		});
	}

	private static void assertAnswered(String where, String expression, Scrape scrape) {
		PromQuery query = PromQuery.parse(expression);
		assertThat(query.selectors()).as(where).isNotEmpty();
		List<String> labels = new ArrayList<>(OUTSIDE);
		for (PromQuery.Selector selector : query.selectors()) {
			assertThat(scrape.series()).as(where).containsKey(selector.metric());
			Map<String, Set<String>> known = scrape.series().get(selector.metric());
			labels.addAll(known.keySet());
			for (PromQuery.LabelMatcher matcher : selector.matchers()) {
				assertThat(known).as(where).containsKey(matcher.label());
				for (String value : matcher.value().split("\\|")) {
					if (!value.startsWith("$")) {
						assertThat(known.get(matcher.label())).as(where).contains(value);
					}
				}
			}
		}
		assertThat(labels).as(where).containsAll(query.groupings());
	}

	private static Map<String, String> dashboard() throws IOException {
		Map<String, String> expressions = new LinkedHashMap<>();
		JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(PAGES.resolve("tacit-dashboard.json")));
		List<Integer> ids = new ArrayList<>();
		for (JsonNode panel : dashboard.path("panels")) {
			ids.add(panel.path("id").asInt());
			for (JsonNode target : panel.path("targets")) {
				expressions.put("panel " + panel.path("title").asString() + " " + target.path("refId").asString(),
						target.path("expr").asString());
			}
		}
		assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(20);
		return expressions;
	}

	private static Map<String, String> alerts() throws IOException {
		Map<String, String> expressions = new LinkedHashMap<>();
		Map<String, Object> rules = new Yaml().load(Files.readString(PAGES.resolve("tacit-alerts.yml")));
		for (Map<String, Object> group : maps(rules.get("groups"))) {
			for (Map<String, Object> rule : maps(group.get("rules"))) {
				assertThat(rule).containsKeys("alert", "expr", "labels", "annotations");
				assertThat(expressions.put("alert " + rule.get("alert"), (String) rule.get("expr"))).isNull();
			}
		}
		return expressions;
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> maps(Object list) {
		return (List<Map<String, Object>>) list;
	}

	@Test
	void aQueryIsTakenApart() {
		PromQuery query = PromQuery.parse("histogram_quantile(0.95, sum by (le, model) "
				+ "(rate(a_bucket{model=~\"$model\",result=\"hit\"}[5m]))) > 2 * (b - c) and resets(d[1h]) > 0");
		assertThat(query.selectors()).extracting(PromQuery.Selector::metric).containsExactly("a_bucket", "b", "c", "d");
		assertThat(query.selectors().get(0).matchers()).containsExactly(
				new PromQuery.LabelMatcher("model", "=~", "$model"), new PromQuery.LabelMatcher("result", "=", "hit"));
		assertThat(query.groupings()).containsExactly("le", "model");
		assertThat(PromQuery.parse("sum(rate(e[1m])) by (state)").selectors()).extracting(PromQuery.Selector::metric)
			.containsExactly("e");
	}

}
