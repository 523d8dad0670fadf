/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.audit.AuditLedger;
import dev.tacit.inference.EngineHost;
import dev.tacit.observability.EngineHealthIndicator;
import dev.tacit.observability.LedgerHealthIndicator;
import dev.tacit.observability.RemoteHealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Health of the engine and of the ledger. */
@AutoConfiguration(
		after = { TacitEngineAutoConfiguration.class, TacitAuditAutoConfiguration.class,
				TacitRemoteAutoConfiguration.class },
		afterName = "org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
public final class TacitHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnBean(EngineHost.class)
	@ConditionalOnEnabledHealthIndicator("tacit")
	@ConditionalOnMissingBean(name = "tacitHealthIndicator")
	EngineHealthIndicator tacitHealthIndicator(EngineHost host, TacitEngineProperties properties) {
		return new EngineHealthIndicator(host, properties.overloadThreshold());
	}

	@Bean
	@ConditionalOnBean(EngineHost.class)
	@ConditionalOnEnabledHealthIndicator("tacit")
	@ConditionalOnMissingBean
	static EngineReadiness tacitEngineReadiness(Environment environment) {
		return new EngineReadiness(environment);
	}

	@Bean
	@ConditionalOnBean(AuditLedger.class)
	@ConditionalOnEnabledHealthIndicator("tacitAudit")
	@ConditionalOnMissingBean(name = "tacitAuditHealthIndicator")
	LedgerHealthIndicator tacitAuditHealthIndicator(AuditLedger ledger) {
		return new LedgerHealthIndicator(ledger);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.springframework.ai.openai.OpenAiChatModel")
	static class RemoteConfiguration {

		@Bean
		@ConditionalOnBean(RemoteEngine.class)
		@ConditionalOnEnabledHealthIndicator("tacitRemote")
		@ConditionalOnMissingBean(name = "tacitRemoteHealthIndicator")
		RemoteHealthIndicator tacitRemoteHealthIndicator(RemoteEngine remote) {
			return new RemoteHealthIndicator(remote.model(), remote.endpoint());
		}

	}

}
