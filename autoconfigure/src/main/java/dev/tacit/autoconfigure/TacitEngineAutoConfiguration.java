/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.time.Duration;

import dev.tacit.inference.Engine;
import dev.tacit.inference.EngineHost;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Opens the model folder, while the application starts or beside it. The engine closes
 * with the context, after the web server has drained. Who injects an {@link Engine} needs
 * it at once, so that bean exists with eager loading only.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "tacit.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "spring.ai.model.chat", havingValue = "tacit", matchIfMissing = true)
@Conditional(OnLocalEngineCondition.class)
@EnableConfigurationProperties({ TacitModelProperties.class, TacitEngineProperties.class })
public final class TacitEngineAutoConfiguration {

	private static final Duration PHASE_TIMEOUT = Duration.ofSeconds(30);

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean({ Engine.class, EngineHost.class })
	EngineHost tacitEngineHost(TacitModelProperties model, TacitEngineProperties engine) {
		EngineOpening opening = EngineOpening.of(model, engine);
		return switch (engine.getLoad()) {
			case EAGER -> EngineHost.open(opening);
			case BACKGROUND -> EngineHost.load(opening, EngineOpening::logFailure);
		};
	}

	@Bean(destroyMethod = "")
	@ConditionalOnBean(EngineHost.class)
	@ConditionalOnMissingBean
	@ConditionalOnProperty(name = "tacit.engine.load", havingValue = "eager", matchIfMissing = true)
	Engine tacitEngine(EngineHost host) {
		return host.forRequest();
	}

	@Bean(destroyMethod = "")
	@ConditionalOnBean(Engine.class)
	@ConditionalOnMissingBean
	EngineHost tacitSuppliedEngineHost(Engine engine) {
		return EngineHost.of(engine);
	}

	@Bean
	@ConditionalOnBean(EngineHost.class)
	@ConditionalOnMissingBean
	EngineLifecycle tacitEngineLifecycle(EngineHost host, ObjectProvider<LifecycleProperties> lifecycle) {
		LifecycleProperties properties = lifecycle.getIfAvailable();
		return new EngineLifecycle(host,
				(properties != null) ? properties.getTimeoutPerShutdownPhase() : PHASE_TIMEOUT);
	}

}
