/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;

import dev.tacit.audit.AuditLedger;
import dev.tacit.governance.Caller;
import dev.tacit.governance.CallerResolver;
import dev.tacit.privacy.PolicyBlockedException;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.chat.observation.autoconfigure.ChatObservationAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that was used a little: one call, one stream that somebody left, one
 * blocked prompt and one verification, with Boot's own metrics and a Prometheus registry.
 */
final class BusyApplication {

	static final String PRINCIPAL = "anna.example";

	private BusyApplication() {
	}

	static void run(Path folder, Consumer<AssertableApplicationContext> test) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, PrometheusMetricsExportAutoConfiguration.class,
					ObservationAutoConfiguration.class, ToolCallingAutoConfiguration.class,
					ChatObservationAutoConfiguration.class, TacitAuditAutoConfiguration.class,
					TacitAuditMetricsAutoConfiguration.class, TacitPrivacyAutoConfiguration.class,
					TacitGovernanceAutoConfiguration.class, TacitEngineAutoConfiguration.class,
					TacitMetricsAutoConfiguration.class, TacitChatAutoConfiguration.class))
			.withBean(CallerResolver.class, () -> () -> new Caller(PRINCIPAL, "test", Set.of("ROLE_CLINICIAN")))
			.withPropertyValues("tacit.model.location=classpath:dev/tacit/demo",
					"tacit.model.cache-directory=" + folder.resolve("cache"), "tacit.engine.context-length=1024",
					"tacit.chat.max-tokens=60", "tacit.privacy.entities.IBAN=block",
					"tacit.audit.datasource.url=jdbc:h2:file:" + folder.resolve("ledger"),
					"tacit.audit.key-file=" + folder.resolve("keys"), "tacit.audit.append-timeout=20s")
			.run((context) -> {
				use(context);
				test.accept(context);
			});
	}

	private static void use(AssertableApplicationContext context) {
		ChatModel model = context.getBean(ChatModel.class);
		model.call(new Prompt("Repeat: card 4111 1111 1111 1111 ok"));
		model.stream(new Prompt("Hello")).take(1).blockLast();
		assertThatExceptionOfType(PolicyBlockedException.class)
			.isThrownBy(() -> model.call(new Prompt("IBAN DE89 3704 0044 0532 0130 00")));
		context.getBean(AuditLedger.class).verify((checked) -> {
		});
	}

}
