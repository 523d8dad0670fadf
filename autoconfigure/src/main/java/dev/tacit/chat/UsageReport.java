/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.tacit.inference.GenerationTokens;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;

/**
 * Learns how many tokens a request used, even if nobody reads its stream to the end:
 * usage stands on the last part, which whoever cancels never sees. A caller puts one into
 * the Reactor context under {@link #KEY}, or hands it to
 * {@link TacitChatModel#reportingTo}; a model that finds it there promises to report.
 * Thread-safe.
 */
public final class UsageReport {

	/** Key of the Reactor context. */
	public static final Class<UsageReport> KEY = UsageReport.class;

	private final CompletableFuture<Optional<Usage>> usage = new CompletableFuture<>();

	private volatile boolean promised;

	private volatile @Nullable GenerationTokens tokens;

	/** A model found this report, and will say what was used or that nothing was. */
	public void promise() {
		this.promised = true;
	}

	/**
	 * Says what was used.
	 * @param used the usage
	 */
	public void used(Usage used) {
		this.promised = true;
		this.usage.complete(Optional.of(used));
	}

	/**
	 * Says which tokens were read and written. For the ledger alone: no policy has seen
	 * what they say.
	 * @param written the tokens
	 */
	public void wrote(GenerationTokens written) {
		this.tokens = written;
	}

	/**
	 * The tokens that were read and written.
	 * @return the tokens; empty if the model did not say, or has not finished
	 */
	public Optional<GenerationTokens> tokens() {
		return Optional.ofNullable(this.tokens);
	}

	/** Says that the request failed before its usage was known. */
	public void unknown() {
		this.usage.complete(Optional.empty());
	}

	/**
	 * Waits until the model has said what was used; not at all if no model promised.
	 * @param patience longest wait
	 * @return the usage, empty if it is not known
	 */
	public Optional<Usage> await(Duration patience) {
		if (!this.promised) {
			return Optional.empty();
		}
		return this.usage.copy().completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS).join();
	}

}
