/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.net.URI;
import java.util.Objects;

import dev.tacit.autoconfigure.TacitRemoteAutoConfiguration.ReplyObserver;
import dev.tacit.remote.RemoteChatModel;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Puts the governed model in the place of a bean that is one of OpenAI's. */
final class OpenAiBeanGovernor implements BeanPostProcessor {

	private final ObjectProvider<ChatModelGovernor> governor;

	private final ObjectProvider<TacitChatProperties> chat;

	private final ObjectProvider<ReplyObserver> observers;

	OpenAiBeanGovernor(ObjectProvider<ChatModelGovernor> governor, ObjectProvider<TacitChatProperties> chat,
			ObjectProvider<ReplyObserver> observers) {
		this.governor = governor;
		this.chat = chat;
		this.observers = observers;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (!(bean instanceof OpenAiChatModel model)) {
			return bean;
		}
		ChatModelGovernor available = this.governor.getObject();
		available.requireThatSomethingMayLeave(ChatModelGovernor.ONLY_REMOTE);
		OpenAiChatOptions options = model.getOptions();
		RemoteEngine engine = new RemoteEngine(
				RemoteChatModel.around(model,
						(reply) -> this.observers.orderedStream().forEach((observer) -> observer.ended(reply))),
				RemoteEngine.facts(name(options), origin(options.getBaseUrl())), new TacitRemoteProperties.Overflow());
		return available.governRemote(engine, this.chat.getObject().getReasoning().getVisibility());
	}

	/** Where a deployment is named, it answers whatever the model is called. */
	private static String name(OpenAiChatOptions options) {
		String model = Objects.requireNonNullElse(options.getModel(), "unnamed");
		return Objects.requireNonNullElse(options.getDeploymentName(), model);
	}

	/** Scheme, host and port: an address may hold a key further on. */
	private static String origin(@Nullable String baseUrl) {
		try {
			URI address = URI.create((baseUrl != null) ? baseUrl : "");
			return (address.getHost() == null) ? "as configured by spring.ai.openai" : address.getScheme() + "://"
					+ address.getHost() + ((address.getPort() < 0) ? "" : ":" + address.getPort());
		}
		catch (IllegalArgumentException ex) {
			return "as configured by spring.ai.openai";
		}
	}

}
