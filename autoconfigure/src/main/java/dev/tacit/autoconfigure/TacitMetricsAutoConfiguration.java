/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.autoconfigure.TacitChatAutoConfiguration.GenerationObserver;
import dev.tacit.inference.Engine;
import dev.tacit.observability.TacitMeters;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Meters of the engine and of the policy. */
@AutoConfiguration(after = TacitEngineAutoConfiguration.class, before = TacitChatAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ Engine.class, MeterRegistry.class })
public final class TacitMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TacitMeters tacitMeters(MeterRegistry registry, Engine engine) {
		return new TacitMeters(registry, engine);
	}

	@Bean
	GenerationObserver tacitGenerationMeters(TacitMeters meters) {
		return meters::accept;
	}

}
