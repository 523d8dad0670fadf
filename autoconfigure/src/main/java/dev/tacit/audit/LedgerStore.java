/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The tables of one chain, and the connections to them. Writing uses one connection of
 * the appender's, reading those of a pool, so a long verification never holds up a
 * request.
 */
final class LedgerStore implements AutoCloseable {

	/** Readers at a time. */
	static final int READERS = 4;

	private static final Duration READ_PATIENCE = Duration.ofSeconds(30);

	private final LedgerDatabase database;

	private final Dialect dialect;

	private final Duration patience;

	private final String chainId;

	private final RecordTable records;

	private final CheckpointTable checkpoints;

	private final KeyTable keys;

	private final NodeTable nodes;

	private final ManifestTable manifests;

	private final LeaseTable lease;

	private final ReadPool readers;

	private @Nullable Connection writer;

	private boolean locked;

	LedgerStore(LedgerDatabase database, String chainId, Duration patience) {
		this.database = database;
		this.dialect = Dialect.of(database.url());
		this.patience = patience;
		this.chainId = chainId;
		this.records = new RecordTable(chainId);
		this.checkpoints = new CheckpointTable(chainId);
		this.keys = new KeyTable(chainId);
		this.nodes = new NodeTable(chainId, this.records);
		this.manifests = new ManifestTable(chainId);
		this.lease = new LeaseTable(chainId);
		this.readers = new ReadPool(this::connect, READERS, READ_PATIENCE);
	}

	void initialize() {
		try {
			reach();
		}
		catch (SQLException ex) {
			throw new LedgerOpenException(this.dialect.explain(ex), null);
		}
	}

	/** Connects, checks the server, and creates the tables where that is wanted. */
	void reach() throws SQLException {
		try (Connection connection = connect()) {
			this.dialect.check(connection);
			if (this.database.initialize()) {
				this.dialect.createTables(connection);
			}
			this.records.head(connection);
		}
	}

	/**
	 * Takes the right to append.
	 * @return the token of the lease
	 */
	long takeLease(String owner) throws SQLException {
		long deadline = System.nanoTime() + this.patience.toNanos();
		long token = tryLease(owner);
		while (token < 0 && System.nanoTime() < deadline) {
			// The server notices within moments that a killed process is gone.
			LockSupport.parkNanos(50_000_000);
			dropWriter();
			token = tryLease(owner);
		}
		if (token < 0) {
			throw new LedgerOpenException("The chain " + this.chainId + " is in use by another process; stop that "
					+ "process or set tacit.audit.chain-id to a name of this node's own", null);
		}
		return token;
	}

	private long tryLease(String owner) throws SQLException {
		return commit((connection) -> this.lease.take(connection, owner, this.locked, AuditLedgerConfig.LEASE));
	}

	Dialect dialect() {
		return this.dialect;
	}

	String chainId() {
		return this.chainId;
	}

	RecordTable records() {
		return this.records;
	}

	CheckpointTable checkpoints() {
		return this.checkpoints;
	}

	KeyTable keys() {
		return this.keys;
	}

	NodeTable nodes() {
		return this.nodes;
	}

	ManifestTable manifests() {
		return this.manifests;
	}

	LeaseTable lease() {
		return this.lease;
	}

	private Connection connect() throws SQLException {
		return this.dialect.connect(this.database, this.patience);
	}

	private Connection writer() throws SQLException {
		if (this.writer == null || this.writer.isClosed()) {
			Connection fresh = connect();
			try {
				this.locked = this.dialect.lockChain(fresh, this.chainId);
				this.dialect.prepareWriter(fresh, this.patience);
			}
			catch (SQLException ex) {
				fresh.close();
				throw ex;
			}
			this.writer = fresh;
		}
		return this.writer;
	}

	/** Does work in one transaction that is on the disk when this returns. */
	<T> T commit(Work<T> work) throws SQLException {
		Connection connection = writer();
		try {
			T result = work.with(connection);
			connection.commit();
			this.dialect.sync(connection);
			return result;
		}
		catch (SQLException ex) {
			dropWriter();
			throw ex;
		}
		catch (RuntimeException ex) {
			connection.rollback();
			throw ex;
		}
	}

	/** Reads for somebody who may be one of many, and may take long. */
	<T> T read(Work<T> work) throws SQLException {
		return this.readers.read(work);
	}

	/** Keeps connections for readers until this store is closed. */
	void keepReaders() {
		this.readers.keep();
	}

	/** Reads for the ledger itself, which does not wait for others who read. */
	<T> T readAtOnce(Work<T> work) throws SQLException {
		try (Connection connection = connect()) {
			return work.with(connection);
		}
	}

	/**
	 * Gives the writing connection up after a failure: the next batch starts with a new
	 * one.
	 */
	private void dropWriter() {
		Connection broken = this.writer;
		this.writer = null;
		if (broken != null) {
			try (broken) {
				broken.rollback();
			}
			catch (SQLException ex) {
				// It was broken before; the new connection decides what is true.
				return;
			}
		}
	}

	@Override
	public void close() {
		this.readers.close();
		dropWriter();
	}

	/** Something done with a connection. */
	@FunctionalInterface
	interface Work<T extends @Nullable Object> {

		T with(Connection connection) throws SQLException;

	}

}
