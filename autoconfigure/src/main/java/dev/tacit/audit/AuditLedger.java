/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

import dev.tacit.inference.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * An append-only, hash-chained ledger. One thread writes: it takes what waits, up to 128
 * records, and commits and syncs them together, so a record is durable when its future
 * completes. Every append has a timeout.
 * <p>
 * Thread-safe; callers may be virtual threads.
 */
public final class AuditLedger implements AutoCloseable {

	private static final int MAX_BATCH = 128;

	private static final Actor SYSTEM = new Actor("system", "none", Set.of());

	private final AuditLedgerConfig config;

	private final LedgerKeys keys;

	private final LedgerStore store;

	private final String bootId = UUID.randomUUID().toString();

	private final BlockingQueue<Pending> queue;

	private final Thread thread;

	/** Written by the appender thread, read by everyone. */
	private volatile LedgerStore.Head head = LedgerStore.Head.EMPTY;

	private volatile long failures;

	private volatile boolean tampered;

	private volatile boolean closed;

	/** Appender thread only: a failed commit may or may not have happened. */
	private LedgerStore.@Nullable Head perhaps;

	private AuditLedger(AuditLedgerConfig config) {
		this.config = config;
		this.store = new LedgerStore(config);
		this.store.initialize();
		try {
			this.head = this.store.head();
			this.keys = LedgerKeys.open(config.keyFile(), this.head.sequence() < 0);
		}
		catch (SQLException ex) {
			throw new LedgerOpenException("The ledger's head cannot be read; verify the database file", null);
		}
		this.queue = new ArrayBlockingQueue<>(config.queueCapacity());
		this.thread = new Thread(this::loop, "tacit-audit");
		this.thread.setDaemon(true);
	}

	/**
	 * Opens a ledger, creating it when it does not exist, and records as abandoned every
	 * request that an earlier process left without an outcome.
	 * @param config where it lives
	 * @return the ledger
	 * @throws LedgerOpenException if database or keys cannot be opened
	 */
	public static AuditLedger open(AuditLedgerConfig config) {
		AuditLedger ledger = new AuditLedger(config);
		ledger.thread.start();
		try {
			for (LedgerStore.StoredRecord open : ledger.store.openRequests().values()) {
				ledger.appendDurably(new AuditEntry(Phase.ABANDONED, open.record().requestId(), null, SYSTEM, null,
						Map.of("intentSequence", String.valueOf(open.record().sequence())), null));
			}
			ledger.appendDurably(new AuditEntry(Phase.STARTED, ledger.bootId, null, SYSTEM, null,
					Map.of("keyId", ledger.keys.id()), null));
			return ledger;
		}
		catch (SQLException | AuditUnavailableException ex) {
			ledger.close();
			throw new LedgerOpenException("The ledger cannot be written; check that its folder is writable", null);
		}
	}

	/**
	 * Queues an entry.
	 * @param entry what to record
	 * @return completes when the record is durable, or with an
	 * {@link AuditUnavailableException} when it is not within the timeout
	 */
	public CompletableFuture<Receipt> append(AuditEntry entry) {
		Pending pending = new Pending(entry, new CompletableFuture<>());
		if (this.closed) {
			return failed("The ledger is closed", null);
		}
		if (!this.queue.offer(pending)) {
			this.failures++;
			return failed("The ledger's queue is full", null);
		}
		return pending.result()
			.copy()
			.orTimeout(this.config.appendTimeout().toMillis(), TimeUnit.MILLISECONDS)
			.exceptionallyCompose((failure) -> {
				// A record nobody waits for any more is skipped if it is still in the
				// queue.
				pending.result().cancel(false);
				return failed("The ledger did not make a record durable in time", null);
			});
	}

	private static CompletableFuture<Receipt> failed(String message, @Nullable Throwable cause) {
		return CompletableFuture.failedFuture(new AuditUnavailableException(message, cause));
	}

	/**
	 * Appends an entry and waits until it is durable.
	 * @param entry what to record
	 * @return its receipt
	 * @throws AuditUnavailableException if it is not durable within the timeout
	 */
	public Receipt appendDurably(AuditEntry entry) {
		try {
			return append(entry).join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof AuditUnavailableException unavailable) {
				throw unavailable;
			}
			throw new AuditUnavailableException("The ledger could not record", null);
		}
	}

	private void loop() {
		List<Pending> batch = new ArrayList<>();
		while (!this.closed || !this.queue.isEmpty()) {
			try {
				Pending first = this.queue.poll(100, TimeUnit.MILLISECONDS);
				if (first != null) {
					batch.add(first);
					this.queue.drainTo(batch, MAX_BATCH - 1);
					write(batch);
				}
			}
			catch (InterruptedException ex) {
				this.closed = true;
			}
			finally {
				batch.clear();
			}
		}
	}

	private void write(List<Pending> batch) {
		batch.removeIf((pending) -> pending.result().isDone());
		List<LedgerStore.Prepared> prepared = new ArrayList<>();
		try {
			LedgerStore.Head from = confirmedHead();
			LedgerStore.Head next = from;
			for (Pending pending : batch) {
				LedgerStore.Prepared record = prepare(pending.entry(), next);
				prepared.add(record);
				next = new LedgerStore.Head(record.record().sequence(), record.record().hash());
			}
			this.perhaps = next;
			this.store.append(prepared);
			this.head = next;
			this.perhaps = null;
		}
		catch (SQLException | RuntimeException ex) {
			this.failures += batch.size();
			this.store.dropWriter();
			batch.forEach((pending) -> pending.result()
				.completeExceptionally(new AuditUnavailableException("The ledger could not commit a record", null)));
			return;
		}
		for (int i = 0; i < batch.size(); i++) {
			AuditRecord record = prepared.get(i).record();
			batch.get(i).result().complete(new Receipt(record.sequence(), record.recordId(), record.hash()));
		}
	}

	/**
	 * The head to continue from. A database whose head is neither the one we wrote nor
	 * the one of a commit we lost sight of was changed behind our back: nothing is
	 * appended to it.
	 */
	private LedgerStore.Head confirmedHead() throws SQLException {
		LedgerStore.Head stored = this.store.head();
		if (stored.equals(this.head)) {
			return stored;
		}
		if (stored.equals(this.perhaps)) {
			this.head = stored;
			return stored;
		}
		this.tampered = true;
		throw new AuditUnavailableException("The ledger's head was changed by somebody else", null);
	}

	private LedgerStore.Prepared prepare(AuditEntry entry, LedgerStore.Head previous) {
		long sequence = previous.sequence() + 1;
		String recordId = UUID.randomUUID().toString();
		byte[] content = Json.write(content(entry)).getBytes(StandardCharsets.UTF_8);
		LedgerKeys.Sealed sealed = this.keys.seal(content,
				AuditRecord.associatedData(this.config.chainId(), sequence, recordId));
		String conversation = entry.conversationId();
		return new LedgerStore.Prepared(new AuditRecord(this.config.chainId(), sequence, recordId, entry.phase().name(),
				entry.requestId(), entry.parentId(), this.config.clock().millis(), this.bootId,
				this.keys.reference("actor:" + entry.actor().id()),
				(conversation != null) ? this.keys.reference("conversation:" + conversation) : null,
				Json.write(entry.facts()), AuditRecord.payloadHash(sealed), previous.hash()), sealed);
	}

	private static Map<String, Object> content(AuditEntry entry) {
		Map<String, Object> actor = new LinkedHashMap<>();
		actor.put("id", entry.actor().id());
		actor.put("authenticationType", entry.actor().authenticationType());
		actor.put("roles", new ArrayList<Object>(entry.actor().roles().stream().sorted().toList()));
		Map<String, Object> content = new LinkedHashMap<>();
		content.put("actor", actor);
		if (entry.conversationId() != null) {
			content.put("conversationId", entry.conversationId());
		}
		if (entry.content() != null) {
			content.putAll(entry.content().values());
		}
		return content;
	}

	/**
	 * Reads records and their content.
	 * @return a reader
	 */
	public AuditReader reader() {
		return new AuditReader(this.store, this.keys, this.config.chainId());
	}

	/**
	 * Verifies the whole chain and its content.
	 * @param progress hears the number of records checked
	 * @return the result, whatever the database holds
	 */
	public VerificationReport verify(LongConsumer progress) {
		return new LedgerVerifier(this.store, progress).verify(this.head);
	}

	/**
	 * What the ledger does right now.
	 * @return a snapshot
	 */
	public LedgerStatus status() {
		LedgerStore.Head current = this.head;
		return new LedgerStatus(current.sequence(), current.hash(), this.queue.size(), this.failures,
				!this.tampered && !this.closed);
	}

	/** Writes what waits, records the end, and closes. Idempotent. */
	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		if (!this.tampered && this.thread.isAlive()) {
			append(new AuditEntry(Phase.STOPPED, this.bootId, null, SYSTEM, null, Map.of(), null))
				.exceptionally((ex) -> null)
				.join();
		}
		this.closed = true;
		try {
			this.thread.join(this.config.appendTimeout().toMillis() + 1000);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.store.close();
	}

	/** An entry that waits, and who waits for it. */
	private record Pending(AuditEntry entry, CompletableFuture<Receipt> result) {
	}

}
