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

	private final Runnable leave;

	private final LongConsumer count;

	private final AtomicBoolean left = new AtomicBoolean();

	private final AtomicBoolean counted = new AtomicBoolean();

	private final AtomicLong parts = new AtomicLong();

	private volatile long usage;

	QuotaPermit(Runnable leave, LongConsumer count) {
		this.leave = leave;
		this.count = count;
	}

	/** A part of the reply, or the whole. */
	void received(ChatResponse response) {
		used(response.getMetadata().getUsage());
		this.parts.incrementAndGet();
	}

	/** What the request used, as its model tells. */
	void used(Usage told) {
		long tokens = (long) told.getPromptTokens() + told.getCompletionTokens();
		if (tokens > 0) {
			this.usage = tokens;
		}
	}

	/** Frees the place, though what was used may not be known yet. Idempotent. */
	void leave() {
		if (this.left.compareAndSet(false, true)) {
			this.leave.run();
		}
	}

	/** The request ended, and nothing more will be known of what it used. Idempotent. */
	void close() {
		leave();
		if (this.counted.compareAndSet(false, true)) {
			this.count.accept((this.usage > 0) ? this.usage : this.parts.get());
		}
	}

}
