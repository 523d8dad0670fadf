/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.audit.AuditLedger;
import dev.tacit.governance.CallerResolver;
import dev.tacit.governance.ContentObservationFilter;
import dev.tacit.governance.ConversationTokens;
import dev.tacit.governance.FindingsListener;
import dev.tacit.governance.PrivacyContext;
import dev.tacit.governance.Quotas;
import dev.tacit.governance.SecurityContextCallerResolver;
import dev.tacit.privacy.PrivacyFilter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** Privacy and audit around the chat model. */
@AutoConfiguration(after = { TacitAuditAutoConfiguration.class, TacitPrivacyAutoConfiguration.class },
		afterName = "org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration")
@ConditionalOnBooleanProperty(name = "tacit.governance.enabled", matchIfMissing = true)
@ConditionalOnBean({ AuditLedger.class, PrivacyFilter.class })
@EnableConfigurationProperties({ TacitGovernanceProperties.class, TacitRecordingProperties.class })
public final class TacitGovernanceAutoConfiguration {

	@Bean
	ChatModelGovernor tacitChatModelGovernor(ConversationTokens tokens, AuditLedger ledger, CallerResolver callers,
			ObjectProvider<FindingsListener> findings, Quotas quotas, TacitGovernanceProperties properties,
			TacitRecordingProperties recording, Environment environment) {
		ConfigurationRecord.write(ledger, tokens.filter(), environment);
		return new ChatModelGovernor(tokens, ledger, callers, new FindingsListeners(findings), quotas,
				properties.toRetention(ledger.retention()), recording.toLevels());
	}

	/** One for all models and memories: a conversation may pass through several. */
	@Bean
	@ConditionalOnMissingBean
	ConversationTokens tacitConversationTokens(PrivacyFilter filter) {
		return new ConversationTokens(filter);
	}

	@Bean
	LeakySettings tacitLeakySettings(TacitGovernanceProperties properties, ConfigurableEnvironment environment) {
		return new LeakySettings(environment, properties.isStrict(), properties.isGovernObservations());
	}

	/** Models that stand beside the governed ones. */
	@Bean
	UngovernedModels tacitUngovernedModels(TacitGovernanceProperties properties,
			ConfigurableListableBeanFactory beans) {
		return new UngovernedModels(beans, properties.isGovernMemory());
	}

	/** What stands around the model takes the place of the bean, as the model does. */
	@Bean
	static BeanPostProcessor tacitMemoryAndToolGovernor(ObjectProvider<ConversationTokens> tokens,
			ObjectProvider<CallerResolver> callers, ObjectProvider<FindingsListener> findings,
			Environment environment) {
		return new MemoryAndToolGovernor(tokens, callers, new FindingsListeners(findings),
				asked(environment, "govern-memory"), asked(environment, "govern-tools"));
	}

	/** Read early, before the properties are a bean. */
	private static boolean asked(Environment environment, String name) {
		return Binder.get(environment).bind("tacit.governance." + name, Boolean.class).orElse(true);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "tacit.governance.govern-observations", matchIfMissing = true)
	static class ObservationConfiguration {

		/**
		 * After the filter of Spring AI that adds what tools were told, see the order of
		 * this configuration.
		 */
		@Bean
		ContentObservationFilter tacitContentObservationFilter() {
			return new ContentObservationFilter();
		}

		@Bean
		static ObservationGovernor tacitObservationGovernor() {
			return new ObservationGovernor();
		}

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
			return PrivacyContext::caller;
		}

	}

}
