/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.privacy.PrivacyFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The privacy policy and its detectors. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "tacit.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TacitPrivacyProperties.class)
public final class TacitPrivacyAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	PrivacyFilter tacitPrivacyFilter(TacitPrivacyProperties properties) {
		return PrivacyFilter.withDefaults(properties.toPolicy());
	}

}
