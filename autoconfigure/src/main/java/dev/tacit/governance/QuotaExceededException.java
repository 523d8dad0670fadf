/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.time.Duration;

/**
 * A principal has used up a quota. Nothing of the request was read, scanned or recorded.
 */
public class QuotaExceededException extends RuntimeException {

	private final Quota quota;

	private final Duration retryAfter;

	QuotaExceededException(Quota quota, Duration retryAfter) {
		super("Your quota of " + named(quota) + " is used up; try again in " + retryAfter.toSeconds() + " s");
		this.quota = quota;
		this.retryAfter = retryAfter;
	}

	private static String named(Quota quota) {
		return switch (quota) {
			case REQUESTS -> "requests per minute";
			case TOKENS -> "tokens per hour";
			case CONCURRENT -> "concurrent requests";
		};
	}

	/**
	 * Which quota is used up.
	 * @return the quota
	 */
	public Quota quota() {
		return this.quota;
	}

	/**
	 * When a new attempt may succeed.
	 * @return whole seconds, at least one; for concurrent requests a guess
	 */
	public Duration retryAfter() {
		return this.retryAfter;
	}

}
