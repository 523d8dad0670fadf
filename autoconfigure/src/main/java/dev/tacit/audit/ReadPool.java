/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Connections for those who read: auditors, exports, verifications. A few at a time, so
 * that no number of them takes the database from the one who writes, whose connection is
 * not of this pool. Thread-safe.
 */
final class ReadPool implements AutoCloseable {

	private final Source source;

	private final Duration patience;

	private final Semaphore permits;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by {@link #lock}. */
	private final Deque<Connection> idle = new ArrayDeque<>();

	/** Guarded by {@link #lock}. */
	private boolean keeps;

	/**
	 * A pool that opens connections as they are needed, and keeps none.
	 * @param source opens them
	 * @param size most at a time
	 * @param patience longest wait for one
	 */
	ReadPool(Source source, int size, Duration patience) {
		this.source = source;
		this.patience = patience;
		this.permits = new Semaphore(size, true);
	}

	/** Keeps connections for the next reader from now on, until the pool is closed. */
	void keep() {
		this.lock.lock();
		try {
			this.keeps = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	<T> T read(LedgerStore.Work<T> work) throws SQLException {
		acquire();
		try {
			Connection connection = take();
			boolean sound = false;
			try {
				T result = work.with(connection);
				sound = true;
				return result;
			}
			finally {
				giveBack(connection, sound);
			}
		}
		finally {
			this.permits.release();
		}
	}

	private void acquire() throws SQLException {
		try {
			if (!this.permits.tryAcquire(this.patience.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new SQLTransientConnectionException("Too many read the ledger at once; try again later");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SQLTransientConnectionException("Interrupted while waiting to read the ledger");
		}
	}

	private Connection take() throws SQLException {
		for (Connection kept = poll(); kept != null; kept = poll()) {
			// The server may have gone, and come back, since it was used.
			if (kept.isValid(1)) {
				return kept;
			}
			kept.close();
		}
		return this.source.open();
	}

	private @Nullable Connection poll() {
		this.lock.lock();
		try {
			return this.idle.poll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void giveBack(Connection connection, boolean sound) throws SQLException {
		this.lock.lock();
		try {
			if (sound && this.keeps) {
				this.idle.push(connection);
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		connection.close();
	}

	/** Keeps nothing any more. Who still reads goes on to the end. */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.keeps = false;
		}
		finally {
			this.lock.unlock();
		}
		for (Connection kept = poll(); kept != null; kept = poll()) {
			try {
				kept.close();
			}
			catch (SQLException ex) {
				// It was broken; nothing depends on it.
				continue;
			}
		}
	}

	/** Opens connections. */
	@FunctionalInterface
	interface Source {

		Connection open() throws SQLException;

	}

}
