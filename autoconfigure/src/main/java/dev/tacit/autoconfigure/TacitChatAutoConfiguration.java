/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.chat.TacitChatModel;
import dev.tacit.governance.ReasoningVisibility;
import dev.tacit.inference.EngineHost;
import dev.tacit.inference.Generation;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * The chat model on the engine. With governance on, the one {@link ChatModel} bean is the
 * governed one, and the bare model is no bean at all: there is no side door to inject.
 */
@AutoConfiguration(after = { TacitEngineAutoConfiguration.class, TacitGovernanceAutoConfiguration.class },
		afterName = { "org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration",
				"org.springframework.ai.model.chat.observation.autoconfigure.ChatObservationAutoConfiguration" },
		beforeName = "org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration")
@ConditionalOnBean(EngineHost.class)
@EnableConfigurationProperties(TacitChatProperties.class)
public final class TacitChatAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "tacitChatModel")
	ChatModel tacitChatModel(EngineHost host, TacitChatProperties properties,
			ObjectProvider<ToolCallingManager> toolCallingManager, ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<ChatModelObservationConvention> convention,
			ObjectProvider<GenerationObserver> generationObservers, ObjectProvider<ChatModelGovernor> governor,
			ObjectProvider<RemoteEngine> remote, Environment environment) {
		TacitChatModel model = new TacitChatModel(host, properties.toOptions(),
				toolCallingManager.getIfUnique(() -> ToolCallingManager.builder().build()),
				observations.getIfUnique(() -> ObservationRegistry.NOOP), convention.getIfAvailable(),
				(generation) -> generationObservers.orderedStream().forEach((observer) -> observer.ended(generation)));
		ChatModelGovernor available = governor.getIfAvailable();
		if (available == null) {
			if (environment.getProperty("tacit.governance.enabled", Boolean.class, true)) {
				throw new UngovernedModelException();
			}
			UngovernedModels.warnOfOptOut();
			return model;
		}
		ReasoningVisibility visibility = properties.getReasoning().getVisibility();
		RemoteEngine elsewhere = remote.getIfAvailable();
		return (elsewhere != null && elsewhere.overflow().isEnabled())
				? available.governWithOverflow(model, host, elsewhere, visibility)
				: available.govern(model, host, visibility);
	}

	/** Hears every generation that ended. */
	@FunctionalInterface
	interface GenerationObserver {

		void ended(Generation generation);

	}

}
