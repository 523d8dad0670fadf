/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/**
 * Where a ledger lives.
 *
 * @param url JDBC URL of an H2 file database; {@code WRITE_DELAY=0} is added where
 * missing
 * @param username database user
 * @param password its password
 * @param keyFile file with the ledger's keys; created with owner-only permissions when
 * missing
 * @param chainId name of this node's chain, up to 64 characters
 * @param appendTimeout longest wait for one record
 * @param queueCapacity records that may wait for a commit
 * @param clock time of the records
 */
public record AuditLedgerConfig(String url, String username, String password, Path keyFile, String chainId,
		Duration appendTimeout, int queueCapacity, Clock clock) {

	public AuditLedgerConfig {
		if (!url.startsWith("jdbc:h2:file:")) {
			throw new LedgerOpenException("The ledger needs an H2 file database: tacit.audit.datasource.url must start "
					+ "with jdbc:h2:file:", null);
		}
		if (chainId.isEmpty() || chainId.length() > 64) {
			throw new IllegalArgumentException("A chain id has 1 to 64 characters");
		}
	}

	/**
	 * A ledger with default bounds: 2 seconds for a record, 10,000 waiting.
	 * @param url JDBC URL
	 * @param keyFile file with the keys
	 * @return the configuration
	 */
	public static AuditLedgerConfig of(String url, Path keyFile) {
		return new AuditLedgerConfig(url, "tacit", "", keyFile, "main", Duration.ofSeconds(2), 10_000,
				Clock.systemUTC());
	}

	String durableUrl() {
		return this.url.toUpperCase(Locale.ROOT).contains("WRITE_DELAY") ? this.url : this.url + ";WRITE_DELAY=0";
	}

	@Override
	public String toString() {
		return "AuditLedgerConfig[chainId=" + this.chainId + "]";
	}

}
