/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import dev.tacit.audit.AuditLedgerConfig;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The ledger.
 */
@ConfigurationProperties("tacit.audit")
public class TacitAuditProperties {

	/**
	 * File with the keys of the ledger. Created with owner-only permissions when missing.
	 */
	private Path keyFile = Path.of("data", "tacit-audit.keys");

	/**
	 * Name of this node's chain.
	 */
	private String chainId = "main";

	/**
	 * Longest wait for one record. A request that cannot be recorded in time fails.
	 */
	private Duration appendTimeout = Duration.ofSeconds(2);

	/**
	 * Records that may wait for a commit.
	 */
	private int queueCapacity = 10_000;

	private final Datasource datasource = new Datasource();

	AuditLedgerConfig toConfig() {
		return new AuditLedgerConfig(this.datasource.url, this.datasource.username, this.datasource.password,
				this.keyFile, this.chainId, this.appendTimeout, this.queueCapacity, Clock.systemUTC());
	}

	public Path getKeyFile() {
		return this.keyFile;
	}

	public void setKeyFile(Path keyFile) {
		this.keyFile = keyFile;
	}

	public String getChainId() {
		return this.chainId;
	}

	public void setChainId(String chainId) {
		this.chainId = chainId;
	}

	public Duration getAppendTimeout() {
		return this.appendTimeout;
	}

	public void setAppendTimeout(Duration appendTimeout) {
		this.appendTimeout = appendTimeout;
	}

	public int getQueueCapacity() {
		return this.queueCapacity;
	}

	public void setQueueCapacity(int queueCapacity) {
		this.queueCapacity = queueCapacity;
	}

	public Datasource getDatasource() {
		return this.datasource;
	}

	/** The ledger's own database. */
	public static class Datasource {

		/**
		 * JDBC URL of an H2 file database of the ledger's own.
		 */
		private String url = "jdbc:h2:file:./data/tacit-audit";

		/**
		 * User of the ledger's database.
		 */
		private String username = "tacit";

		/**
		 * Password of that user.
		 */
		private String password = "";

		public String getUrl() {
			return this.url;
		}

		public void setUrl(String url) {
			this.url = url;
		}

		public String getUsername() {
			return this.username;
		}

		public void setUsername(String username) {
			this.username = username;
		}

		public String getPassword() {
			return this.password;
		}

		public void setPassword(String password) {
			this.password = password;
		}

	}

}
