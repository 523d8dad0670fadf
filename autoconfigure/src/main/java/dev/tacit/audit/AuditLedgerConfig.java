/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Where a ledger lives and how it works.
 *
 * @param database its database
 * @param keyFile file with its keys; created with owner-only permissions when missing
 * @param keyEncryption wraps data keys; {@code null} for a key of the key file
 * @param chainId name of this node's chain: letters, digits, dot, dash, underscore
 * @param durability how records become durable
 * @param checkpointing when checkpoints are signed
 * @param retention how long content is kept
 * @param clock time of the records
 */
public record AuditLedgerConfig(LedgerDatabase database, Path keyFile, @Nullable KeyEncryption keyEncryption,
		String chainId, Durability durability, Checkpointing checkpointing, RetentionPolicy retention, Clock clock) {

	/** Time after which the holder of a chain counts as gone unless it wrote. */
	static final Duration LEASE = Duration.ofSeconds(60);

	public AuditLedgerConfig {
		if (!chainId.matches("[A-Za-z0-9._-]{1,64}")) {
			throw new LedgerOpenException(
					"tacit.audit.chain-id has 1 to 64 letters, digits, dots, dashes or " + "underscores", null);
		}
	}

	/**
	 * A ledger with default bounds: strict, 2 seconds for a record, 10,000 waiting, a
	 * checkpoint every 1,000 records or 60 seconds, anchored to a file beside the keys.
	 * @param url JDBC URL
	 * @param keyFile file with the keys
	 * @return the configuration
	 */
	public static AuditLedgerConfig of(String url, Path keyFile) {
		return new AuditLedgerConfig(new LedgerDatabase(url, "tacit", "", true), keyFile, null, "main",
				new Durability(LedgerMode.STRICT, Duration.ofSeconds(2), 10_000,
						keyFile.resolveSibling(keyFile.getFileName() + ".spill"), 256L << 20),
				new Checkpointing(1000, Duration.ofSeconds(60),
						List.of(new FileAnchor(keyFile.resolveSibling(keyFile.getFileName() + ".anchor"))), false,
						null),
				new RetentionPolicy(Map.of()), Clock.systemUTC());
	}

	/**
	 * The same ledger in another database.
	 * @param other the database
	 * @return the configuration
	 */
	public AuditLedgerConfig with(LedgerDatabase other) {
		return new AuditLedgerConfig(other, this.keyFile, this.keyEncryption, this.chainId, this.durability,
				this.checkpointing, this.retention, this.clock);
	}

	/**
	 * The same ledger with another durability.
	 * @param other the durability
	 * @return the configuration
	 */
	public AuditLedgerConfig with(Durability other) {
		return new AuditLedgerConfig(this.database, this.keyFile, this.keyEncryption, this.chainId, other,
				this.checkpointing, this.retention, this.clock);
	}

	/**
	 * The same ledger with other checkpoints.
	 * @param other the checkpoints
	 * @return the configuration
	 */
	public AuditLedgerConfig with(Checkpointing other) {
		return new AuditLedgerConfig(this.database, this.keyFile, this.keyEncryption, this.chainId, this.durability,
				other, this.retention, this.clock);
	}

	/**
	 * The same ledger by another clock.
	 * @param other the clock
	 * @return the configuration
	 */
	public AuditLedgerConfig with(Clock other) {
		return new AuditLedgerConfig(this.database, this.keyFile, this.keyEncryption, this.chainId, this.durability,
				this.checkpointing, this.retention, other);
	}

	/**
	 * Another chain with the same keys.
	 * @param other name of the chain
	 * @return the configuration
	 */
	public AuditLedgerConfig withChain(String other) {
		return new AuditLedgerConfig(this.database, this.keyFile, this.keyEncryption, other, this.durability,
				this.checkpointing, this.retention, this.clock);
	}

	LedgerStore store() {
		return new LedgerStore(this.database, this.chainId, this.durability.appendTimeout());
	}

	@Override
	public String toString() {
		return "AuditLedgerConfig[chainId=" + this.chainId + "]";
	}

}
