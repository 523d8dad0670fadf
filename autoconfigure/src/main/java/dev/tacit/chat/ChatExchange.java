/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.tacit.inference.Generation;
import dev.tacit.inference.GenerationListener;
import dev.tacit.inference.GenerationTokens;
import io.micrometer.observation.Observation;
import org.springframework.ai.chat.observation.ChatModelObservationContext;

/**
 * One request under way, seen from Spring: passes deltas on, and closes the observation
 * exactly once, with the response set on completion, error and cancel alike, so that
 * usage is always counted.
 * <p>
 * Handlers and meters are the application's: whoever waits is told how the request ended
 * whatever they throw, or would wait for ever.
 */
final class ChatExchange implements GenerationListener {

	private final ChatResponses responses;

	private final ChatModelObservationContext context;

	private final Observation observation;

	private final Consumer<Generation> completions;

	private final Consumer<GenerationTokens> tokens;

	private final Receiver receiver;

	private final AtomicBoolean closed = new AtomicBoolean();

	ChatExchange(ChatResponses responses, ChatModelObservationContext context, Observation observation,
			Consumer<Generation> completions, Consumer<GenerationTokens> tokens, Receiver receiver) {
		this.responses = responses;
		this.context = context;
		this.observation = observation;
		this.completions = completions;
		this.tokens = tokens;
		this.receiver = receiver;
	}

	@Override
	public void onReasoning(String delta) {
		this.receiver.reasoning(delta);
	}

	@Override
	public void onAnswer(String delta) {
		this.receiver.answer(delta);
	}

	@Override
	public void onTokens(GenerationTokens written) {
		this.tokens.accept(written);
	}

	@Override
	public void onComplete(Generation generation) {
		try {
			if (this.closed.compareAndSet(false, true)) {
				observe(generation);
			}
		}
		finally {
			this.receiver.complete(generation);
		}
	}

	private void observe(Generation generation) {
		try {
			this.context.setResponse(this.responses.whole(generation));
			this.observation.stop();
		}
		finally {
			this.completions.accept(generation);
		}
	}

	@Override
	public void onFailure(RuntimeException failure) {
		try {
			if (this.closed.compareAndSet(false, true)) {
				observe(failure);
			}
		}
		finally {
			this.receiver.fail(failure);
		}
	}

	private void observe(RuntimeException failure) {
		try {
			this.observation.error(failure);
		}
		finally {
			this.observation.stop();
		}
	}

	/** Where the parts of a response go: a stream, or a waiting call. */
	interface Receiver {

		default void reasoning(String delta) {
		}

		default void answer(String delta) {
		}

		void complete(Generation generation);

		void fail(RuntimeException failure);

	}

}
