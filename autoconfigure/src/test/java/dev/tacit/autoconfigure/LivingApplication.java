/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditRecord;
import dev.tacit.audit.Phase;
import dev.tacit.governance.Caller;
import dev.tacit.governance.CallerResolver;
import dev.tacit.inference.decode.RejectedRequestException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** An application around the demo model, and what its operator asks of it. */
final class LivingApplication {

	static final Path MODEL = Path.of("..", "demo-model", "src", "main", "resources", "dev", "tacit", "demo");

	private LivingApplication() {
	}

	static ApplicationContextRunner runner(Path cache, Path data) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ApplicationAvailabilityAutoConfiguration.class,
					LifecycleAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
					HealthContributorAutoConfiguration.class, HealthEndpointAutoConfiguration.class,
					AvailabilityProbesAutoConfiguration.class, TacitAuditAutoConfiguration.class,
					TacitPrivacyAutoConfiguration.class, TacitGovernanceAutoConfiguration.class,
					TacitEngineAutoConfiguration.class, TacitMetricsAutoConfiguration.class,
					TacitChatAutoConfiguration.class, TacitHealthContributorAutoConfiguration.class,
					TacitEndpointAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(CallerResolver.class, () -> () -> new Caller("anna", "test", Set.of("ROLE_CLINICIAN")))
			.withPropertyValues("tacit.model.location=" + MODEL, "tacit.model.cache-directory=" + cache,
					"tacit.engine.context-length=1024", "tacit.chat.max-tokens=40",
					"tacit.audit.datasource.url=jdbc:h2:file:" + data.resolve("ledger"),
					"tacit.audit.key-file=" + data.resolve("keys"), "tacit.audit.append-timeout=20s",
					"management.endpoints.web.exposure.include=*", "management.endpoint.health.show-details=always");
	}

	static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Some things end on threads of their own; they are asked for until they have. */
	static void until(BooleanSupplier condition) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

	static Health health(AssertableApplicationContext context) {
		return Objects.requireNonNull(context.getBean("tacitHealthIndicator", HealthIndicator.class).health());
	}

	static Status group(AssertableApplicationContext context, String name) {
		HealthDescriptor descriptor = context.getBean(HealthEndpoint.class).healthForPath(name);
		return Objects.requireNonNull(descriptor).getStatus();
	}

	static RejectedRequestException refused(ChatModel model) {
		return refused(model, new Prompt("Hello"));
	}

	static RejectedRequestException refused(ChatModel model, Prompt prompt) {
		List<RejectedRequestException> refusals = new ArrayList<>();
		assertThatExceptionOfType(RejectedRequestException.class).isThrownBy(() -> model.call(prompt))
			.satisfies(refusals::add);
		assertThatExceptionOfType(RejectedRequestException.class).isThrownBy(() -> model.stream(prompt).blockLast());
		return refusals.get(0);
	}

	static List<AuditRecord> records(AuditLedger ledger, Phase phase) {
		return ledger.reader(new Actor("auditor", "test", Set.of("TACIT_AUDITOR")))
			.search(AuditQuery.ofPhase(phase, 50));
	}

	static String finishReason(List<ChatResponse> chunks) {
		ChatResponse last = chunks.get(chunks.size() - 1);
		return String.valueOf(Objects.requireNonNull(last.getResult()).getMetadata().getFinishReason());
	}

	static List<CompletableFuture<List<ChatResponse>>> flood(ChatModel model, int requests) {
		List<CompletableFuture<List<ChatResponse>>> replies = new ArrayList<>();
		for (int i = 0; i < requests; i++) {
			replies.add(model
				.stream(new Prompt(
						"A patient weighs " + (50 + i) + " kg. The order is 15 mg/kg. " + "What is the total dose?"))
				.collectList()
				.toFuture());
		}
		return replies;
	}

}
