/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Hands records to the appender, with a timeout, and to the fallback where there is none:
 * because its queue is full, because it took too long, or because the database was never
 * reached yet. Thread-safe.
 */
final class ChainWriter {

	private static final String CLOSED = "The ledger is closed";

	private static final String AWAY = "The ledger's database cannot be reached";

	private static final long RETRY_NANOS = 250_000_000;

	private final Fallback fallback;

	private final Duration timeout;

	private final List<LongConsumer> observers = new CopyOnWriteArrayList<>();

	/** {@code null} until the database was reached. */
	private volatile @Nullable Appender appender;

	/** Why there will be no appender. */
	private volatile @Nullable String refusal;

	/** Waits for a database that was away; {@code null} if it was there. */
	private volatile @Nullable Thread opener;

	/** Records that the appender never got. */
	private final LongAdder refused = new LongAdder();

	ChainWriter(Fallback fallback, Duration timeout) {
		this.fallback = fallback;
		this.timeout = timeout;
	}

	/** Goes on with an appender. */
	void use(Appender opened) {
		this.appender = opened;
	}

	/**
	 * Tries in the background until a database that was away is there. What would have
	 * kept a start from succeeding refuses every record then.
	 */
	void await(LedgerOpening opening, Beginning beginning) {
		Thread thread = new Thread(() -> {
			while (this.refusal == null && this.appender == null) {
				try {
					if (opening.reach()) {
						beginning.begin();
					}
					else {
						LockSupport.parkNanos(RETRY_NANOS);
					}
				}
				catch (SQLException ex) {
					if (!opening.bridges(ex)) {
						this.refusal = opening.explain(ex);
					}
				}
				catch (LedgerOpenException ex) {
					this.refusal = ex.getMessage();
				}
				catch (AuditUnavailableException ex) {
					// The chain is written; what could not be recorded yet is not needed
					// to go on.
					return;
				}
			}
		}, "tacit-audit-opening");
		thread.setDaemon(true);
		this.opener = thread;
		thread.start();
	}

	void observe(LongConsumer observer) {
		this.observers.add(observer);
	}

	CompletableFuture<Receipt> append(Pending pending) {
		Appender writing = this.appender;
		if (writing == null) {
			countFailure();
			this.fallback.complete(pending, this.refusal, AWAY);
			return pending.result();
		}
		if (writing.closed()) {
			return CompletableFuture.failedFuture(new AuditUnavailableException(CLOSED, null));
		}
		time(pending);
		if (!writing.offer(pending)) {
			countFailure();
			this.fallback.complete(pending, writing.refusal(), "The ledger's queue is full");
			return pending.result();
		}
		CompletableFuture<Receipt> timed = pending.result().copy();
		timed.orTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		return timed.exceptionallyCompose((failure) -> {
			// Whoever completes first decides: a record that is durable by now is told as
			// such, one that nobody waits for any more is skipped in the queue.
			this.fallback.complete(pending, writing.refusal(), "The ledger did not make a record durable in time");
			return pending.result();
		});
	}

	private void time(Pending pending) {
		long start = System.nanoTime();
		pending.result().thenAccept((receipt) -> {
			if (receipt.sequence() != Receipt.NOT_CHAINED) {
				long nanos = System.nanoTime() - start;
				this.observers.forEach((observer) -> observer.accept(nanos));
			}
		});
	}

	SignedNote checkpoint() {
		Appender writing = this.appender;
		if (writing == null) {
			throw new AuditUnavailableException(AWAY, null);
		}
		try {
			return writing.checkpoint().orTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS).join();
		}
		catch (CompletionException ex) {
			throw new AuditUnavailableException("The ledger could not write a checkpoint", null);
		}
	}

	boolean reached() {
		return this.appender != null;
	}

	RecordTable.Head head() {
		Appender writing = this.appender;
		return (writing != null) ? writing.state().head() : RecordTable.Head.EMPTY;
	}

	boolean working() {
		Appender writing = this.appender;
		return writing != null && writing.refusal() == null && !writing.closed() && writing.committing();
	}

	int queued() {
		Appender writing = this.appender;
		return (writing != null) ? writing.queued() : 0;
	}

	void countFailure() {
		this.refused.increment();
	}

	long failures() {
		Appender writing = this.appender;
		return this.refused.sum() + ((writing != null) ? writing.failures() : 0);
	}

	/**
	 * Ends writing.
	 * @param last the record to end with
	 * @return whether this call ended it
	 */
	boolean close(Pending last) {
		endWaiting();
		Appender writing = this.appender;
		if (writing == null) {
			return true;
		}
		if (writing.closed()) {
			return false;
		}
		if (writing.refusal() == null && writing.alive()) {
			append(last).exceptionally((ex) -> null).join();
		}
		writing.stop(this.timeout.toMillis() + 1000);
		return true;
	}

	private void endWaiting() {
		Thread waiting = this.opener;
		if (waiting != null) {
			if (this.appender == null) {
				this.refusal = CLOSED;
			}
			LockSupport.unpark(waiting);
			try {
				waiting.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** Begins to write a chain whose database is there. */
	@FunctionalInterface
	interface Beginning {

		void begin() throws SQLException;

	}

}
