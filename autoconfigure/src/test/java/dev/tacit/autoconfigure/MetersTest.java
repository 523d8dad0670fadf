/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Dashboards are built on the names of meters. Here is the whole list, as Prometheus
 * reads it: a meter that is renamed, loses its unit or gains a tag fails this test, and
 * so does one that nobody wrote down.
 */
class MetersTest {

	static final String TABLE = """
			gen_ai_client_operation_seconds          histogram  error gen_ai_operation_name gen_ai_request_model gen_ai_response_model gen_ai_system
			gen_ai_client_token_usage_total          counter    gen_ai_operation_name gen_ai_request_model gen_ai_response_model gen_ai_system gen_ai_token_type
			gen_ai_server_request_duration_seconds   histogram  finish_reason model
			gen_ai_server_time_per_output_token_seconds histogram finish_reason model
			gen_ai_server_time_to_first_token_seconds histogram finish_reason model
			tacit_audit_anchored_records             gauge
			tacit_audit_append_seconds               histogram
			tacit_audit_failures_total               counter    part
			tacit_audit_head_records                 gauge
			tacit_audit_queue_records                gauge
			tacit_audit_spilled_records              gauge
			tacit_audit_verifications_total          counter    result
			tacit_audit_verified_records             gauge
			tacit_batch_size_sequences               gauge      model phase
			tacit_engines                            gauge      state
			tacit_kv_tokens                          gauge      model state
			tacit_prefix_cache_tokens_total          counter    model result
			tacit_privacy_findings_total             counter    action direction entity
			tacit_privacy_holdback_seconds           histogram
			tacit_privacy_scan_seconds               histogram  direction
			tacit_queue_time_seconds                 histogram  finish_reason model
			tacit_rejections_total                   counter    reason
			tacit_sequences                          gauge      model state
			tacit_speculation_tokens_total           counter    model result
			tacit_throughput_tokens_per_second       gauge      model phase
			tacit_tokens_total                       counter    model type
			""";

	@TempDir
	static Path folder;

	@Test
	void aScrapeHoldsEveryMeterOfTheListAndNoOther() {
		BusyApplication.run(folder, (context) -> {
			Scrape scrape = Scrape.of(context.getBean(PrometheusMeterRegistry.class).scrape());
			Map<String, String> expected = new TreeMap<>();
			Map<String, String> found = new TreeMap<>();
			TABLE.lines().forEach((line) -> {
				List<String> words = List.of(line.split(" +"));
				expected.put(words.get(0), words.get(1) + " " + words.subList(2, words.size()));
			});
			scrape.families().forEach((name, family) -> {
				if (isOurs(name.replace('_', '.'))) {
					found.put(name, family.type() + " " + List.copyOf(scrape.labels(name).keySet()));
				}
			});
			assertThat(found).containsExactlyEntriesOf(expected);
			assertTagsAreClosedSets(scrape);
			assertEveryMeterSaysUnitAndPurpose(context.getBean(MeterRegistry.class));
			assertHistogramsReachMinutes(scrape);
		});
	}

	private static boolean isOurs(String name) {
		return (name.startsWith("tacit.") || name.startsWith("gen.ai.") || name.startsWith("gen_ai."))
				&& !name.contains("active") && !name.endsWith(".max");
	}

	private static void assertTagsAreClosedSets(Scrape scrape) {
		assertThat(scrape.text()).doesNotContain(BusyApplication.PRINCIPAL, "4111", "3704");
		assertThat(scrape.labels("tacit_tokens_total")).containsEntry("model", Set.of("demo"))
			.containsEntry("type", new TreeSet<>(Set.of("prompt", "cached", "reasoning", "answer")));
		assertThat(scrape.labels("tacit_rejections_total").get("reason")).contains("queue_full", "queue_timeout",
				"prompt_too_long", "closed", "loading", "draining", "failed", "policy", "audit");
		assertThat(scrape.text()).contains("tacit_rejections_total{reason=\"policy\"} 1.0",
				"tacit_audit_verifications_total{result=\"valid\"} 1.0",
				"tacit_audit_verifications_total{result=\"broken\"} 0.0");
	}

	private static void assertEveryMeterSaysUnitAndPurpose(MeterRegistry registry) {
		List<Meter> ours = registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("tacit.")
					|| meter.getId().getName().startsWith("gen_ai.server."))
			.toList();
		assertThat(ours).hasSizeGreaterThan(30).allSatisfy((meter) -> {
			assertThat(meter.getId().getDescription()).as(meter.getId().getName()).isNotBlank();
			assertThat(meter.getId().getBaseUnit()).as(meter.getId().getName()).isNotBlank();
		});
	}

	private static void assertHistogramsReachMinutes(Scrape scrape) {
		for (String name : List.of("gen_ai_client_operation", "gen_ai_server_request_duration")) {
			assertThat(scrape.text()).containsPattern(name + "_seconds_bucket\\{.*le=\"0\\.01\".*} ")
				.containsPattern(name + "_seconds_bucket\\{.*le=\"327\\.68\".*} ");
		}
		// A histogram is one series a bucket: few enough to keep for months.
		assertThat(scrape.text().lines().filter((line) -> line.contains("_seconds_bucket{"))).hasSizeLessThan(400);
	}

}
