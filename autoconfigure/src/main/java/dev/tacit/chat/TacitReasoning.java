/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.util.Optional;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * Typed access to the reasoning trace of a response. The trace is never part of the
 * message text: it travels as message metadata, so it enters neither a chat memory nor a
 * concatenated answer.
 */
public final class TacitReasoning {

	/** Message metadata of a streamed chunk: more of the trace. */
	public static final String DELTA_KEY = "thinking";

	/** Message metadata of the last chunk and of a whole response: the whole trace. */
	public static final String TRACE_KEY = "reasoning";

	private TacitReasoning() {
	}

	/**
	 * The whole trace.
	 * @param response a whole response, or the last chunk of a stream
	 * @return the trace; empty if the model wrote none, the caller may not see it, or the
	 * chunk is not the last
	 */
	public static Optional<String> of(ChatResponse response) {
		return text(response, TRACE_KEY);
	}

	/**
	 * More of the trace.
	 * @param chunk a chunk of a stream
	 * @return text to append; empty if this chunk carries none
	 */
	public static Optional<String> delta(ChatResponse chunk) {
		return text(chunk, DELTA_KEY);
	}

	private static Optional<String> text(ChatResponse response, String key) {
		Generation generation = response.getResult();
		if (generation != null && generation.getOutput().getMetadata().get(key) instanceof String text
				&& !text.isEmpty()) {
			return Optional.of(text);
		}
		return Optional.empty();
	}

}
