/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.KeyEncryption;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * The ledger, in a database of its own. Opened before the engine, and closed after it, so
 * that every request finds it open.
 */
@AutoConfiguration(before = TacitEngineAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = { "tacit.enabled", "tacit.governance.enabled" }, matchIfMissing = true)
@EnableConfigurationProperties({ TacitAuditProperties.class, TacitKeyEncryptionProperties.class })
public final class TacitAuditAutoConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	AuditLedger tacitAuditLedger(TacitAuditProperties properties, TacitKeyEncryptionProperties keyEncryption,
			ObjectProvider<KeyEncryption> bean) {
		return AuditLedger.open(SettingException.checked("tacit.audit",
				() -> properties.toConfig(keyEncryption.orElse(bean.getIfAvailable()))));
	}

}
