/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.autoconfigure.TacitRemoteAutoConfiguration.ReplyObserver;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Governance around the chat models that {@code spring.ai.openai} configures. */
@AutoConfiguration(after = TacitGovernanceAutoConfiguration.class)
@ConditionalOnClass(OpenAiChatModel.class)
@ConditionalOnBooleanProperty(name = { "tacit.enabled", "tacit.governance.enabled", "tacit.remote.govern-beans" },
		matchIfMissing = true)
@EnableConfigurationProperties({ TacitRemoteProperties.class, TacitChatProperties.class })
public final class TacitOpenAiAutoConfiguration {

	/** The governed model takes the bean's place: there is no side door to inject. */
	@Bean
	static BeanPostProcessor tacitOpenAiGovernor(ObjectProvider<ChatModelGovernor> governor,
			ObjectProvider<TacitChatProperties> chat, ObjectProvider<ReplyObserver> observers) {
		return new OpenAiBeanGovernor(governor, chat, observers);
	}

}
