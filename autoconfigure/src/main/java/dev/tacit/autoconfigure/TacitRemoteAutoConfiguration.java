/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.Optional;

import dev.tacit.inference.EngineHost;
import dev.tacit.remote.RemoteChatModel;
import dev.tacit.remote.RemoteServer;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * A remote engine: alone, where no model is configured for this process, or beside the
 * one in this process, to which requests overflow if that is switched on.
 */
@AutoConfiguration(after = { TacitEngineAutoConfiguration.class, TacitGovernanceAutoConfiguration.class },
		before = TacitChatAutoConfiguration.class,
		afterName = { "org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration",
				"org.springframework.ai.model.chat.observation.autoconfigure.ChatObservationAutoConfiguration" },
		beforeName = "org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration")
@ConditionalOnBooleanProperty(name = "tacit.enabled", matchIfMissing = true)
@Conditional(OnRemoteEngineCondition.class)
@EnableConfigurationProperties({ TacitRemoteProperties.class, TacitChatProperties.class })
public final class TacitRemoteAutoConfiguration {

	/** Hears every reply of a remote engine that is complete. */
	@FunctionalInterface
	interface ReplyObserver {

		void ended(ChatResponse reply);

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "spring.ai.model.chat", havingValue = "tacit", matchIfMissing = true)
	@ConditionalOnClass(name = "org.springframework.ai.openai.OpenAiChatModel")
	static class ClientConfiguration {

		@Bean
		RemoteEngine tacitRemoteEngine(TacitRemoteProperties remote, TacitChatProperties chat,
				ObjectProvider<EngineHost> host, ObjectProvider<ChatModelGovernor> governor,
				ObjectProvider<ToolCallingManager> tools, ObjectProvider<ObservationRegistry> observations,
				ObjectProvider<ChatModelObservationConvention> convention, ObjectProvider<ReplyObserver> observers) {
			if (governor.getIfAvailable() == null) {
				throw new RemoteConfigurationException(
						"tacit.remote.base-url is set, but governance is off: prompts would leave unfiltered and unrecorded");
			}
			RemoteServer server = remote.toServer();
			Optional<EngineHost> local = Optional.ofNullable(host.getIfAvailable());
			// A client names the model in this process, which may be there later than
			// this
			// one; the request may overflow all the same.
			RemoteChatModel model = RemoteChatModel.on(server, chat.toOptions(),
					(name) -> local.flatMap(EngineHost::loaded)
						.filter((engine) -> engine.info().name().equals(name))
						.isPresent(),
					tools.getIfUnique(() -> ToolCallingManager.builder().build()),
					observations.getIfUnique(() -> ObservationRegistry.NOOP), convention.getIfAvailable(),
					(reply) -> observers.orderedStream().forEach((observer) -> observer.ended(reply)));
			return new RemoteEngine(model, RemoteEngine.facts(server.model(), server.origin()), remote.getOverflow());
		}

		/** Beside the engine in this process it has to be asked for by name. */
		@Bean(defaultCandidate = false)
		@ConditionalOnBean(EngineHost.class)
		ChatModel tacitRemoteChatModel(RemoteEngine remote, ChatModelGovernor governor, TacitChatProperties chat) {
			return governor.governRemote(remote, chat.getReasoning().getVisibility());
		}

		@Bean
		@ConditionalOnMissingBean(value = EngineHost.class, name = "tacitChatModel")
		ChatModel tacitChatModel(RemoteEngine remote, ChatModelGovernor governor, TacitChatProperties chat) {
			governor.requireThatSomethingMayLeave(ChatModelGovernor.ONLY_REMOTE);
			return governor.governRemote(remote, chat.getReasoning().getVisibility());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.ai.openai.OpenAiChatModel")
	static class NoClientConfiguration {

		@Bean
		RemoteEngine tacitRemoteEngine() {
			throw new RemoteConfigurationException(
					"tacit.remote.base-url is set, but org.springframework.ai:spring-ai-openai is not on the class path");
		}

	}

}
