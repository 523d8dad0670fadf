/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import java.util.function.Consumer;

import dev.tacit.chat.TacitUsage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.ai.chat.model.ChatResponse;

/**
 * Counts the tokens of replies of remote engines, as far as the server tells them, under
 * the name and tags that those of the engine in this process have.
 */
public final class ReplyMeters implements Consumer<ChatResponse> {

	private final MeterRegistry registry;

	/**
	 * Counts into a registry.
	 * @param registry receives the counters
	 */
	public ReplyMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void accept(ChatResponse reply) {
		if (reply.getMetadata().getUsage().getNativeUsage() instanceof TacitUsage usage) {
			String model = reply.getMetadata().getModel();
			tokens(model, "prompt", usage.promptTokens());
			tokens(model, "cached", usage.cachedTokens());
			tokens(model, "reasoning", usage.reasoningTokens());
			tokens(model, "answer", usage.answerTokens());
		}
	}

	private void tokens(String model, String type, int count) {
		Counter.builder("tacit.tokens")
			.description("Tokens by type")
			.baseUnit("tokens")
			.tag("model", model)
			.tag("type", type)
			.register(this.registry)
			.increment(count);
	}

}
