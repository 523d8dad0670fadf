/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * What each principal has used of the limits. Kept in this process: several instances
 * behind a load balancer each allow the whole.
 * <p>
 * A request that goes on with the result of a tool belongs to the one that called the
 * tool: it is never refused, and its tokens count. Thread-safe.
 */
public final class Quotas {

	private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

	private static final long HOUR = TimeUnit.HOURS.toNanos(1);

	/** Nobody knows when another request of the same person ends. */
	private static final Duration CONCURRENT_WAIT = Duration.ofSeconds(1);

	private final QuotaLimits limits;

	private final LongSupplier nanoTime;

	private final long origin;

	/** Guarded by this. */
	private final Map<String, Use> uses = new HashMap<>();

	/** Guarded by this. */
	private long swept;

	/**
	 * Starts with nothing used.
	 * @param limits how much each principal may use
	 * @param nanoTime a clock like {@link System#nanoTime}
	 */
	public Quotas(QuotaLimits limits, LongSupplier nanoTime) {
		this.limits = limits;
		this.nanoTime = nanoTime;
		this.origin = nanoTime.getAsLong();
	}

	/**
	 * No limits.
	 * @return quotas that admit everything
	 */
	public static Quotas unlimited() {
		return new Quotas(QuotaLimits.NONE, System::nanoTime);
	}

	/**
	 * Lets a request in.
	 * @param principal on whose behalf
	 * @param followUp whether it goes on with the result of a tool
	 * @return to be closed when the request ended
	 * @throws QuotaExceededException if a quota is used up
	 */
	QuotaPermit admit(String principal, boolean followUp) {
		if (this.limits.equals(QuotaLimits.NONE)) {
			return new QuotaPermit(() -> {
			}, (tokens) -> {
			});
		}
		synchronized (this) {
			long now = now();
			sweep(now);
			Use use = this.uses.computeIfAbsent(principal, (absent) -> new Use());
			if (!followUp) {
				use.requireRoom(now, this.limits);
				use.requests.add(now, 1);
			}
			use.running++;
		}
		return new QuotaPermit(() -> leave(principal), (tokens) -> count(principal, tokens));
	}

	private synchronized void leave(String principal) {
		this.uses.computeIfAbsent(principal, (absent) -> new Use()).running--;
	}

	/** Whoever left a while ago may be forgotten by now. */
	private synchronized void count(String principal, long tokens) {
		this.uses.computeIfAbsent(principal, (absent) -> new Use()).tokens.add(now(), tokens);
	}

	private long now() {
		return this.nanoTime.getAsLong() - this.origin;
	}

	/** Forgets, once a minute, those whose use no longer counts. */
	private void sweep(long now) {
		if (now - this.swept >= MINUTE) {
			this.swept = now;
			this.uses.values().removeIf((use) -> use.isForgotten(now));
		}
	}

	synchronized int principals() {
		return this.uses.size();
	}

	/** What one principal has used. */
	private static final class Use {

		private final SlidingCount requests = new SlidingCount(MINUTE);

		private final SlidingCount tokens = new SlidingCount(HOUR);

		private int running;

		private void requireRoom(long now, QuotaLimits limits) {
			Integer concurrent = limits.concurrentRequests();
			if (concurrent != null && this.running >= concurrent) {
				throw new QuotaExceededException(Quota.CONCURRENT, CONCURRENT_WAIT);
			}
			require(Quota.REQUESTS, this.requests, now, limits.requestsPerMinute());
			require(Quota.TOKENS, this.tokens, now, limits.tokensPerHour());
		}

		private static void require(Quota quota, SlidingCount used, long now, @Nullable Long limit) {
			if (limit != null && used.sum(now) >= limit) {
				// Rounded up: whoever waits that long is let in.
				long seconds = TimeUnit.NANOSECONDS.toSeconds(used.untilBelow(now, limit) + 999_999_999);
				throw new QuotaExceededException(quota, Duration.ofSeconds(Math.max(1, seconds)));
			}
		}

		private boolean isForgotten(long now) {
			return this.running == 0 && this.requests.sum(now) == 0 && this.tokens.sum(now) == 0;
		}

	}

}
