/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import dev.tacit.audit.AuditUnavailableException;
import dev.tacit.privacy.PolicyBlockedException;
import org.jspecify.annotations.Nullable;

/** Why governance refuses a request. */
public enum Refusal {

	/** The privacy policy blocks what is in the prompt or in the reply. */
	POLICY,

	/** The ledger could not make intent or outcome durable. */
	AUDIT,

	/** The caller sent too many requests in a minute. */
	QUOTA_REQUESTS,

	/** The caller used too many tokens in an hour. */
	QUOTA_TOKENS,

	/** The caller has too many requests under way. */
	QUOTA_CONCURRENT;

	/** What a failure means; {@code null} if it is not governance that refuses. */
	static @Nullable Refusal of(Throwable failure) {
		if (failure instanceof PolicyBlockedException) {
			return POLICY;
		}
		if (failure instanceof QuotaExceededException exceeded) {
			return switch (exceeded.quota()) {
				case REQUESTS -> QUOTA_REQUESTS;
				case TOKENS -> QUOTA_TOKENS;
				case CONCURRENT -> QUOTA_CONCURRENT;
			};
		}
		return (failure instanceof AuditUnavailableException) ? AUDIT : null;
	}

}
