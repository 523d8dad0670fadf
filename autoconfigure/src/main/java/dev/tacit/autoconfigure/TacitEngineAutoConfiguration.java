/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.inference.Engine;
import dev.tacit.inference.EngineConfig;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.util.StringUtils;

/**
 * Opens the model folder. The engine closes with the context, after the web server has
 * drained.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "tacit.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "spring.ai.model.chat", havingValue = "tacit", matchIfMissing = true)
@Conditional(OnLocalEngineCondition.class)
@EnableConfigurationProperties({ TacitModelProperties.class, TacitEngineProperties.class })
public final class TacitEngineAutoConfiguration {

	private static final Log logger = LogFactory.getLog(TacitEngineAutoConfiguration.class);

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	Engine tacitEngine(TacitModelProperties model, TacitEngineProperties engine) {
		String location = model.getLocation();
		if (!StringUtils.hasText(location)) {
			throw new ModelLocationException(location, "No model is configured: tacit.model.location is not set.");
		}
		EngineConfig config = engine.applyTo(EngineConfig.defaults()).withSha256(model.getSha256());
		config = model.applyVariant(config);
		if (model.getCacheDirectory() != null) {
			config = config.withCacheDirectory(model.getCacheDirectory());
		}
		Engine opened = Engine.open(new ModelLocation(config.cacheDirectory()).resolve(location), config,
				new LoggedProgress(logger));
		logger.info("Model " + opened.info().name() + " is ready: sha256 " + opened.info().sha256() + ", "
				+ opened.info().variant() + " weights, " + opened.info().threads() + " threads, "
				+ opened.info().slots() + " slots, context of " + opened.info().contextLength() + " tokens");
		return opened;
	}

}
