/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;

/**
 * The place that one request takes, and the tokens it uses. A stream that ends before its
 * usage is known has used a token for every part that arrived. Thread-safe.
 */
final class QuotaPermit {

	private final LongConsumer end;

	private final AtomicBoolean closed = new AtomicBoolean();

	private final AtomicLong parts = new AtomicLong();

	private volatile long usage;

	QuotaPermit(LongConsumer end) {
		this.end = end;
	}

	/** A part of the reply, or the whole. */
	void received(ChatResponse response) {
		Usage told = response.getMetadata().getUsage();
		long tokens = (long) told.getPromptTokens() + told.getCompletionTokens();
		if (tokens > 0) {
			this.usage = tokens;
		}
		this.parts.incrementAndGet();
	}

	/** The request ended. Idempotent. */
	void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.end.accept((this.usage > 0) ? this.usage : this.parts.get());
		}
	}

}
