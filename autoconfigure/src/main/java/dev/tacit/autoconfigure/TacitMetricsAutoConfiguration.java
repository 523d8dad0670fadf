/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.autoconfigure.TacitChatAutoConfiguration.GenerationObserver;
import dev.tacit.inference.EngineHost;
import dev.tacit.observability.ClientOperationBuckets;
import dev.tacit.observability.EngineMeters;
import dev.tacit.observability.GovernanceMeters;
import dev.tacit.privacy.PrivacyFilter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Meters of the engine and of the policy. */
@AutoConfiguration(after = { TacitEngineAutoConfiguration.class, TacitPrivacyAutoConfiguration.class },
		before = TacitChatAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class TacitMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	static ClientOperationBuckets tacitClientOperationBuckets() {
		return new ClientOperationBuckets();
	}

	@Bean
	@ConditionalOnBean(PrivacyFilter.class)
	@ConditionalOnMissingBean
	GovernanceMeters tacitGovernanceMeters(MeterRegistry registry) {
		return new GovernanceMeters(registry);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(EngineHost.class)
	static class EngineConfiguration {

		@Bean
		@ConditionalOnMissingBean
		EngineMeters tacitEngineMeters(MeterRegistry registry, EngineHost host) {
			return new EngineMeters(registry, host);
		}

		@Bean
		GenerationObserver tacitGenerationMeters(EngineMeters meters) {
			return meters::accept;
		}

	}

}
