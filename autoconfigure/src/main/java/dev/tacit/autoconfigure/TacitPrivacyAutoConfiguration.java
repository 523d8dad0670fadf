/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.privacy.Detector;
import dev.tacit.privacy.PrivacyFilter;
import org.springframework.beans.factory.ObjectProvider;
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
	PrivacyFilter tacitPrivacyFilter(TacitPrivacyProperties properties, ObjectProvider<Detector> detectors) {
		return properties.toFilter(detectors.orderedStream().toList());
	}

}
