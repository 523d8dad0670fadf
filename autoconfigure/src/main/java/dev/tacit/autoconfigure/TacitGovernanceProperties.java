/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.tacit.audit.AuditEntry;
import dev.tacit.audit.RetentionPolicy;
import dev.tacit.governance.QuotaLimits;
import dev.tacit.governance.Quotas;
import dev.tacit.governance.RequestRetention;
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
	 * Whether every ChatMemoryRepository bean keeps only what the policy lets be kept.
	 */
	private boolean governMemory = true;

	/**
	 * Whether every tool callback that is a bean is given and gives back only what the
	 * policy lets through.
	 */
	private boolean governTools = true;

	/**
	 * Whether prompts, replies, arguments and results of tools are taken out of
	 * observations, whatever Spring AI's own settings ask for.
	 */
	private boolean governObservations = true;

	private final QuotaProperties quotas = new QuotaProperties();

	private final RetentionProperties retention = new RetentionProperties();

	Quotas toQuotas() {
		return new Quotas(new QuotaLimits(positive("requests-per-minute", this.quotas.requestsPerMinute),
				positive("tokens-per-hour", this.quotas.tokensPerHour),
				positive("concurrent-requests", this.quotas.concurrentRequests)), System::nanoTime);
	}

	RequestRetention toRetention(RetentionPolicy policy) {
		requireKnown(policy, "standard", this.retention.standard);
		this.retention.roles.forEach((role, retention) -> requireKnown(policy, "roles." + role, retention));
		return new RequestRetention(policy, this.retention.standard, this.retention.roles);
	}

	private static void requireKnown(RetentionPolicy policy, String name, String retention) {
		if (!retention.equals(AuditEntry.DEFAULT_RETENTION) && !policy.classes().containsKey(retention)) {
			throw new InvalidConfigurationPropertyValueException("tacit.governance.retention." + name, retention,
					"It must be default, medical, finance, eu-high-risk, or a class with a period under "
							+ "tacit.audit.retention");
		}
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

	public boolean isGovernTools() {
		return this.governTools;
	}

	public void setGovernTools(boolean governTools) {
		this.governTools = governTools;
	}

	public boolean isGovernObservations() {
		return this.governObservations;
	}

	public void setGovernObservations(boolean governObservations) {
		this.governObservations = governObservations;
	}

	public QuotaProperties getQuotas() {
		return this.quotas;
	}

	public RetentionProperties getRetention() {
		return this.retention;
	}

	/** How long the records of a request are kept. */
	public static class RetentionProperties {

		/**
		 * Retention class of a request whose caller has no role with one of its own.
		 */
		private String standard = "default";

		/**
		 * Retention classes by role or authority, with or without ROLE_. Of several the
		 * one that keeps longest counts.
		 */
		private final Map<String, String> roles = new LinkedHashMap<>();

		public String getStandard() {
			return this.standard;
		}

		public void setStandard(String standard) {
			this.standard = standard;
		}

		public Map<String, String> getRoles() {
			return this.roles;
		}

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
