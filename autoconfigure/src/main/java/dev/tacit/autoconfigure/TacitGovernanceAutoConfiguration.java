/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.audit.AuditLedger;
import dev.tacit.governance.Caller;
import dev.tacit.governance.CallerResolver;
import dev.tacit.governance.FindingsListener;
import dev.tacit.governance.Quotas;
import dev.tacit.governance.SecurityContextCallerResolver;
import dev.tacit.privacy.PrivacyFilter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Privacy and audit around the chat model. */
@AutoConfiguration(after = { TacitAuditAutoConfiguration.class, TacitPrivacyAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "tacit.governance.enabled", matchIfMissing = true)
@ConditionalOnBean({ AuditLedger.class, PrivacyFilter.class })
@EnableConfigurationProperties({ TacitGovernanceProperties.class, TacitRecordingProperties.class })
public final class TacitGovernanceAutoConfiguration {

	@Bean
	ChatModelGovernor tacitChatModelGovernor(PrivacyFilter filter, AuditLedger ledger, CallerResolver callers,
			ObjectProvider<FindingsListener> findings, Quotas quotas, TacitRecordingProperties recording,
			Environment environment) {
		ConfigurationRecord.write(ledger, filter, environment);
		return new ChatModelGovernor(filter, ledger, callers, new FindingsListeners(findings), quotas,
				recording.toLevels());
	}

	@Bean
	@ConditionalOnMissingBean
	Quotas tacitQuotas(TacitGovernanceProperties properties) {
		return properties.toQuotas();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.springframework.security.core.context.SecurityContextHolder")
	static class SecurityConfiguration {

		@Bean
		@ConditionalOnMissingBean(CallerResolver.class)
		SecurityContextCallerResolver tacitCallerResolver() {
			return new SecurityContextCallerResolver();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.security.core.context.SecurityContextHolder")
	static class NoSecurityConfiguration {

		private static final Log logger = LogFactory.getLog(TacitGovernanceAutoConfiguration.class);

		@Bean
		@ConditionalOnMissingBean
		CallerResolver tacitCallerResolver() {
			logger.warn("Spring Security is not on the class path: every caller is anonymous, the strictest role. "
					+ "Supply a CallerResolver bean to name callers.");
			return () -> Caller.ANONYMOUS;
		}

	}

}
