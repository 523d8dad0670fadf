/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.governance.QuotaLimits;
import dev.tacit.governance.Quotas;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What stands around the model.
 */
@ConfigurationProperties("tacit.governance")
public class TacitGovernanceProperties {

	/**
	 * Whether settings of Spring AI, Boot and the JVM that put text where no policy
	 * reaches stop the start, instead of being warned of.
	 */
	private boolean strict;

	/**
	 * Whether every memory that is a bean keeps only what the policy lets be kept.
	 */
	private boolean governMemory = true;

	private final QuotaProperties quotas = new QuotaProperties();

	Quotas toQuotas() {
		return new Quotas(new QuotaLimits(positive("requests-per-minute", this.quotas.requestsPerMinute),
				positive("tokens-per-hour", this.quotas.tokensPerHour),
				positive("concurrent-requests", this.quotas.concurrentRequests)), System::nanoTime);
	}

	private static <T extends Number> @Nullable T positive(String name, @Nullable T limit) {
		if (limit != null && limit.longValue() < 1) {
			throw new InvalidConfigurationPropertyValueException("tacit.governance.quotas." + name, limit,
					"It must be at least 1. Leave it out to set no limit");
		}
		return limit;
	}

	public boolean isStrict() {
		return this.strict;
	}

	public void setStrict(boolean strict) {
		this.strict = strict;
	}

	public boolean isGovernMemory() {
		return this.governMemory;
	}

	public void setGovernMemory(boolean governMemory) {
		this.governMemory = governMemory;
	}

	public QuotaProperties getQuotas() {
		return this.quotas;
	}

	/** What each principal may use, in this process. */
	public static class QuotaProperties {

		/**
		 * Requests of one principal in any minute. No limit when unset.
		 */
		private @Nullable Long requestsPerMinute;

		/**
		 * Tokens of prompts and replies of one principal in any hour. The request that
		 * reaches it is answered to its end. No limit when unset.
		 */
		private @Nullable Long tokensPerHour;

		/**
		 * Requests of one principal at a time. No limit when unset.
		 */
		private @Nullable Integer concurrentRequests;

		public @Nullable Long getRequestsPerMinute() {
			return this.requestsPerMinute;
		}

		public void setRequestsPerMinute(@Nullable Long requestsPerMinute) {
			this.requestsPerMinute = requestsPerMinute;
		}

		public @Nullable Long getTokensPerHour() {
			return this.tokensPerHour;
		}

		public void setTokensPerHour(@Nullable Long tokensPerHour) {
			this.tokensPerHour = tokensPerHour;
		}

		public @Nullable Integer getConcurrentRequests() {
			return this.concurrentRequests;
		}

		public void setConcurrentRequests(@Nullable Integer concurrentRequests) {
			this.concurrentRequests = concurrentRequests;
		}

	}

}
