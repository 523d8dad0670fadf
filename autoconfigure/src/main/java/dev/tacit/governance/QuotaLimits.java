/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import org.jspecify.annotations.Nullable;

/**
 * How much each principal may use. {@code null} sets no limit.
 *
 * @param requestsPerMinute requests in any minute, at least 1
 * @param tokensPerHour tokens of prompts and replies in any hour, at least 1; the request
 * that reaches the limit is answered to its end, the next one waits
 * @param concurrentRequests requests at a time, at least 1
 */
public record QuotaLimits(@Nullable Long requestsPerMinute, @Nullable Long tokensPerHour,
		@Nullable Integer concurrentRequests) {

	/** No limit at all. */
	public static final QuotaLimits NONE = new QuotaLimits(null, null, null);

	public QuotaLimits {
		positive(requestsPerMinute, "requestsPerMinute");
		positive(tokensPerHour, "tokensPerHour");
		positive(concurrentRequests, "concurrentRequests");
	}

	private static void positive(@Nullable Number limit, String name) {
		if (limit != null && limit.longValue() < 1) {
			throw new IllegalArgumentException(name + " must be at least 1");
		}
	}

}
