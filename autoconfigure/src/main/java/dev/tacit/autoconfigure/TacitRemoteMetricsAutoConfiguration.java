/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.autoconfigure.TacitRemoteAutoConfiguration.ReplyObserver;
import dev.tacit.observability.ReplyMeters;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Meters of remote engines.
 */
@AutoConfiguration(after = TacitEngineAutoConfiguration.class,
		before = { TacitChatAutoConfiguration.class, TacitRemoteAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "tacit.enabled", matchIfMissing = true)
public final class TacitRemoteMetricsAutoConfiguration {

	@Bean
	ReplyObserver tacitReplyMeters(MeterRegistry registry) {
		return new ReplyMeters(registry)::accept;
	}

}
