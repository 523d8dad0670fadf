/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * How a ledger comes to write its chain: it reaches the database, takes the chain's lease
 * and finds out where the chain stands. Where a spill file bridges the absence of a
 * server, all of that may happen later than the start.
 */
final class LedgerOpening {

	private final AuditLedgerConfig config;

	private final LedgerStore store;

	LedgerOpening(AuditLedgerConfig config, LedgerStore store) {
		this.config = config;
		this.store = store;
	}

	/**
	 * Reaches the database and its tables.
	 * @return whether it is there; if not, the spill file bridges its absence
	 * @throws SQLException if it cannot be used and nothing bridges that
	 */
	boolean reach() throws SQLException {
		try {
			this.store.reach();
			return true;
		}
		catch (SQLException ex) {
			if (!bridges(ex)) {
				throw ex;
			}
			return false;
		}
	}

	/**
	 * Opens the keys.
	 * @param reached whether the database is there: only an empty ledger may get new keys
	 */
	LedgerKeys keys(boolean reached) throws SQLException {
		boolean empty = reached && this.store.read(this.store.records()::head).sequence() < 0;
		return LedgerKeys.open(this.config.keyFile(), empty, this.config.keyEncryption());
	}

	/**
	 * Whether this ledger goes on without its database. Without a key file there is
	 * nothing to seal spilled records with, and nobody can tell whether there ever was.
	 */
	boolean bridges(SQLException failure) {
		return this.config.durability().mode() == LedgerMode.SPILL && this.store.dialect().away(failure)
				&& Files.exists(this.config.keyFile());
	}

	/** Why a ledger cannot be opened, in a sentence. */
	String explain(SQLException failure) {
		return this.store.dialect().explain(failure);
	}

	/** Takes the chain, and starts the thread that writes it. */
	Opened take(LedgerKeys keys, String bootId, AnchorPublisher anchors, Fallback fallback) throws SQLException {
		long token = this.store.takeLease(bootId);
		this.store.keepReaders();
		ChainRecovery recovery = new ChainRecovery(this.store, keys);
		ChainRecovery.Found found = recovery.find(this.config.checkpointing().anchors());
		Set<String> spilled = fallback.spilled()
			.stream()
			.map((pending) -> pending.entry().requestId())
			.collect(Collectors.toSet());
		// What a request in the spill file came to stands there, or is still to come.
		List<AuditRecord> abandoned = recovery.openRequests()
			.stream()
			.filter((intent) -> !spilled.contains(intent.requestId()))
			.toList();
		Appender appender = new Appender(this.config, this.store, keys, bootId, accepted(found), token, anchors,
				fallback);
		appender.start();
		return new Opened(appender, found.lost(), abandoned);
	}

	/** A rollback opens a new epoch, if an operator put a ticket to it. */
	private ChainRecovery.Found accepted(ChainRecovery.Found found) {
		Checkpoint lost = found.lost();
		if (lost == null) {
			return found;
		}
		if (this.config.checkpointing().acceptRollback() == null) {
			throw new LedgerOpenException("ROLLBACK: the ledger ends before record " + lost.size()
					+ ", which its anchor remembers. If a backup was restored lawfully, set "
					+ "tacit.audit.accept-rollback to the ticket that says so, once; the loss is then recorded. "
					+ "Otherwise keep database and anchor as evidence", null);
		}
		return found.inNextEpoch(lost);
	}

	/**
	 * A chain that is written from now on.
	 *
	 * @param appender writes it
	 * @param lost anchored checkpoint that an accepted rollback lost, {@code null} if
	 * nothing was
	 * @param abandoned requests that an earlier process left open, oldest first
	 */
	record Opened(Appender appender, @Nullable Checkpoint lost, List<AuditRecord> abandoned) {
	}

}
