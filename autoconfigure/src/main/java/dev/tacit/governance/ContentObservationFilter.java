/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.Set;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import org.springframework.core.Ordered;

/**
 * Takes out of observations what would carry text of people into spans and meters:
 * arguments and results of tools, prompts and replies, queries of vector stores, and ids
 * of conversations, which may name somebody. Comes last, so that nothing is added after
 * it. Stateless and thread-safe.
 */
public final class ContentObservationFilter implements ObservationFilter, Ordered {

	/** Names of Spring AI, and those that OpenTelemetry gives to the same. */
	private static final Set<String> CONTENT = Set.of("spring.ai.tool.call.arguments", "spring.ai.tool.call.result",
			"spring.ai.chat.client.conversation.id", "db.vector.query.content", "db.vector.query.filter",
			"db.vector.query.response.documents", "gen_ai.prompt", "gen_ai.completion", "gen_ai.input.messages",
			"gen_ai.output.messages", "gen_ai.system_instructions", "gen_ai.tool.call.arguments",
			"gen_ai.tool.call.result", "gen_ai.conversation.id");

	@Override
	public Observation.Context map(Observation.Context context) {
		for (KeyValue value : context.getAllKeyValues()) {
			if (isContent(value.getKey())) {
				context.removeHighCardinalityKeyValue(value.getKey());
				context.removeLowCardinalityKeyValue(value.getKey());
			}
		}
		return context;
	}

	/** A name, or a part of it, as in {@code gen_ai.prompt.0.content}. */
	private static boolean isContent(String key) {
		if (CONTENT.contains(key)) {
			return true;
		}
		int dot = key.lastIndexOf('.');
		return dot > 0 && isContent(key.substring(0, dot));
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
