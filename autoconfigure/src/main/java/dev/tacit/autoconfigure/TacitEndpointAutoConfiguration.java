/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.audit.AuditLedger;
import dev.tacit.governance.CallerResolver;
import dev.tacit.inference.EngineHost;
import dev.tacit.observability.AuditLedgerEndpoint;
import dev.tacit.observability.AuditVerifyEndpoint;
import dev.tacit.observability.LedgerAuditEventRepository;
import dev.tacit.observability.PolicyEndpoint;
import dev.tacit.observability.TacitEndpoint;
import dev.tacit.observability.TacitInfoContributor;
import dev.tacit.privacy.PrivacyFilter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Actuator endpoints, and the repository of the application's own audit events. */
@AutoConfiguration(
		after = { TacitAuditAutoConfiguration.class, TacitPrivacyAutoConfiguration.class,
				TacitGovernanceAutoConfiguration.class, TacitEngineAutoConfiguration.class },
		beforeName = "org.springframework.boot.actuate.autoconfigure.audit.AuditAutoConfiguration")
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
public final class TacitEndpointAutoConfiguration {

	@Bean
	@ConditionalOnBean(AuditLedger.class)
	@ConditionalOnAvailableEndpoint
	@ConditionalOnMissingBean
	AuditVerifyEndpoint tacitAuditVerifyEndpoint(AuditLedger ledger) {
		return new AuditVerifyEndpoint(ledger);
	}

	@Bean
	@ConditionalOnBean({ AuditLedger.class, CallerResolver.class })
	@ConditionalOnAvailableEndpoint
	@ConditionalOnMissingBean
	AuditLedgerEndpoint tacitAuditLedgerEndpoint(AuditLedger ledger, CallerResolver callers) {
		return new AuditLedgerEndpoint(ledger, callers);
	}

	@Bean
	@ConditionalOnBean(AuditLedger.class)
	@ConditionalOnMissingBean(AuditEventRepository.class)
	LedgerAuditEventRepository tacitAuditEventRepository(AuditLedger ledger) {
		return new LedgerAuditEventRepository(ledger);
	}

	@Bean
	@ConditionalOnBean(EngineHost.class)
	@ConditionalOnAvailableEndpoint
	@ConditionalOnMissingBean
	TacitEndpoint tacitEndpoint(EngineHost host, ObjectProvider<PrivacyFilter> filter,
			ObjectProvider<AuditLedger> ledger) {
		return new TacitEndpoint(host, filter.getIfAvailable(), ledger.getIfAvailable());
	}

	@Bean
	@ConditionalOnBean(EngineHost.class)
	@ConditionalOnEnabledInfoContributor("tacit")
	@ConditionalOnMissingBean
	TacitInfoContributor tacitInfoContributor(EngineHost host) {
		return new TacitInfoContributor(host);
	}

	@Bean
	@ConditionalOnBean(PrivacyFilter.class)
	@ConditionalOnAvailableEndpoint
	@ConditionalOnMissingBean
	PolicyEndpoint tacitPolicyEndpoint(PrivacyFilter filter) {
		return new PolicyEndpoint(filter);
	}

}
