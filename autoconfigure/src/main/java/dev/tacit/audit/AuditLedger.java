/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;

import dev.tacit.inference.json.JsonException;
import org.jspecify.annotations.Nullable;

/**
 * An append-only, hash-chained ledger. A record is durable when its future completes:
 * committed and synced, in a group with what waited beside it. Every append has a
 * timeout. Checkpoints over the chain are signed and anchored outside the database.
 * <p>
 * Thread-safe; callers may be virtual threads.
 */
public final class AuditLedger implements AutoCloseable {

	/** In whose name the ledger itself records. */
	static final Actor SYSTEM = new Actor("system", "none", Set.of());

	private final AuditLedgerConfig config;

	private final LedgerKeys keys;

	private final LedgerStore store;

	private final String bootId = UUID.randomUUID().toString();

	private final AnchorPublisher anchors;

	private final Spill spill;

	private final Fallback fallback;

	private final LedgerOpening opening;

	private final ChainWriter writer;

	private final VerificationCount verifications = new VerificationCount();

	private AuditLedger(AuditLedgerConfig config, LedgerStore store, LedgerOpening opening, boolean reached)
			throws SQLException {
		this.config = config;
		this.store = store;
		this.opening = opening;
		this.keys = opening.keys(reached);
		this.anchors = new AnchorPublisher(config.checkpointing().anchors());
		this.spill = new Spill(config.durability().spillFile(), config.durability().spillBytes(), this.keys.spillKey());
		this.fallback = new Fallback(config.durability().mode(), this.spill);
		this.writer = new ChainWriter(this.fallback, config.durability().appendTimeout());
		if (reached) {
			begin();
		}
		else {
			this.writer.await(opening, this::begin);
		}
	}

	private void begin() throws SQLException {
		LedgerOpening.Opened opened = this.opening.take(this.keys, this.bootId, this.anchors, this.fallback);
		this.writer.use(opened.appender());
		Checkpoint lost = opened.lost();
		if (lost != null) {
			appendDurably(lifecycle(Phase.EPOCH, this.bootId,
					Map.of("epoch", String.valueOf(lost.epoch() + 1), "anchoredSize", String.valueOf(lost.size()),
							"anchoredRoot", lost.root(), "ticket",
							String.valueOf(this.config.checkpointing().acceptRollback()))));
		}
		// Before anybody is looked up: a rotation that died may have done so anew, and
		// nobody is to get a second reference.
		custody().finishRotation();
		for (AuditRecord open : opened.abandoned()) {
			appendDurably(abandoned(open));
		}
		appendDurably(lifecycle(Phase.STARTED, this.bootId, Map.of("signingKey",
				this.keys.signer().verifying().toString(), "mode", this.config.durability().mode().name())));
		checkpoint();
	}

	/**
	 * Opens a ledger, creating it when it does not exist, and records as abandoned every
	 * request that an earlier process left without an outcome. In mode
	 * {@link LedgerMode#SPILL} a PostgreSQL server that is away is waited for in the
	 * background, unless the ledger has no key file yet.
	 * @param config where it lives
	 * @return the ledger
	 * @throws LedgerOpenException if database, keys or anchors cannot be opened, or do
	 * not belong together
	 */
	public static AuditLedger open(AuditLedgerConfig config) {
		LedgerStore store = config.store();
		boolean opened = false;
		try {
			LedgerOpening opening = new LedgerOpening(config, store);
			AuditLedger ledger = new AuditLedger(config, store, opening, opening.reach());
			opened = true;
			return ledger;
		}
		catch (SQLException ex) {
			throw new LedgerOpenException(store.dialect().explain(ex), null);
		}
		catch (AuditUnavailableException ex) {
			throw new LedgerOpenException("The ledger cannot be written; check that its database is writable", null);
		}
		finally {
			if (!opened) {
				store.close();
			}
		}
	}

	static AuditEntry abandoned(AuditRecord intent) {
		return new AuditEntry(Phase.ABANDONED, intent.requestId(), null, SYSTEM, null, null, RetentionPolicy.SYSTEM,
				Map.of("intentSequence", String.valueOf(intent.sequence())), null);
	}

	static AuditEntry lifecycle(Phase phase, String requestId, Map<String, String> facts) {
		return new AuditEntry(phase, requestId, null, SYSTEM, null, null, RetentionPolicy.SYSTEM, facts, null);
	}

	/**
	 * Queues an entry.
	 * @param entry what to record
	 * @return completes when the record is durable, or with an
	 * {@link AuditUnavailableException} when it is not within the timeout, or, in every
	 * mode, when its content has no form in JSON
	 */
	public CompletableFuture<Receipt> append(AuditEntry entry) {
		return append(entry, null);
	}

	private CompletableFuture<Receipt> append(AuditEntry entry, Pending.@Nullable Change change) {
		Pending pending;
		try {
			pending = Pending.of(entry, this.config.clock().millis(), change);
		}
		catch (JsonException | ArithmeticException ex) {
			// A message of the writer's may quote what it could not write. No mode keeps
			// it: there is nothing to keep.
			this.writer.countFailure();
			return CompletableFuture
				.failedFuture(new AuditUnavailableException("The ledger cannot hold this content", null));
		}
		return this.writer.append(pending);
	}

	/**
	 * Tells how long records take from being handed in to being in the chain. Told on the
	 * ledger's thread: an observer must be quick.
	 * @param observer hears nanoseconds, once a record
	 */
	public void observeAppends(LongConsumer observer) {
		this.writer.observe(observer);
	}

	/**
	 * Appends an entry and waits until it is durable.
	 * @param entry what to record
	 * @return its receipt
	 * @throws AuditUnavailableException if it is not durable within the timeout
	 */
	public Receipt appendDurably(AuditEntry entry) {
		return await(append(entry));
	}

	/** Appends an entry together with the change it tells of. */
	Receipt change(AuditEntry entry, Pending.Change change) {
		return await(append(entry, change));
	}

	private static Receipt await(CompletableFuture<Receipt> receipt) {
		try {
			return receipt.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof AuditUnavailableException unavailable) {
				throw unavailable;
			}
			if (ex.getCause() instanceof ErasureRefusedException refused) {
				throw refused;
			}
			throw new AuditUnavailableException("The ledger could not record", null);
		}
	}

	/**
	 * Signs a checkpoint over everything recorded so far.
	 * @return the signed note, as it is anchored
	 * @throws AuditUnavailableException if it cannot be written within the timeout
	 */
	public String checkpoint() {
		return this.writer.checkpoint().toString();
	}

	/**
	 * Reads records and their content, on behalf of somebody: every read is recorded.
	 * @param reader who reads
	 * @return a reader
	 */
	public AuditReader reader(Actor reader) {
		return new AuditReader(this, this.store, new SubjectKeys(this.store.keys(), this.keys), reader);
	}

	/**
	 * A fact of the last record of a phase. Facts are no personal text, so this is no
	 * recorded read.
	 * @param phase the phase
	 * @param name name of the fact
	 * @return its value, empty as long as the database was never reached
	 * @throws AuditUnavailableException if the database cannot be read
	 */
	public Optional<String> lastFact(Phase phase, String name) {
		if (!this.writer.reached()) {
			return Optional.empty();
		}
		try {
			return this.store
				.read((connection) -> this.store.records()
					.newest(connection, AuditQuery.ofPhase(phase, 1).condition(), 1))
				.stream()
				.findFirst()
				.flatMap((stored) -> stored.record().fact(name));
		}
		catch (SQLException ex) {
			throw new AuditUnavailableException("The ledger cannot be read", null);
		}
	}

	/**
	 * How long content is kept.
	 * @return the retention classes of this ledger
	 */
	public RetentionPolicy retention() {
		return this.config.retention();
	}

	/**
	 * Records what somebody decides about answers.
	 * @param reviewer who reviews
	 * @return writes reviews
	 */
	public AuditReviews reviews(Actor reviewer) {
		return new AuditReviews(this, this.store, new SubjectKeys(this.store.keys(), this.keys), reviewer);
	}

	/**
	 * Erasure, holds, retention and key rotation.
	 * @return what custodians may do
	 */
	public LedgerCustody custody() {
		return new LedgerCustody(this, this.store, this.keys, this.config);
	}

	/**
	 * Verifies the whole chain, its content, checkpoints and anchors.
	 * @param progress hears the number of records checked; ends the verification by
	 * throwing a {@link java.util.concurrent.CancellationException}
	 * @return the result, whatever the database holds
	 */
	public VerificationReport verify(LongConsumer progress) {
		return this.verifications.counted(verifier(progress).verify(this.writer.head()));
	}

	/**
	 * Verifies what was recorded since the last checkpoint whose signature and root
	 * stand, and what lies beside the chain. Content before that checkpoint is not read,
	 * but the time still grows with the ledger: every checkpoint and note of an anchor is
	 * read, the references of all headers are walked once, and each wrapped key is
	 * opened.
	 * @param progress hears the number of records checked; ends the verification by
	 * throwing a {@link java.util.concurrent.CancellationException}
	 * @return the result
	 */
	public VerificationReport verifyRecent(LongConsumer progress) {
		return this.verifications.counted(verifier(progress).verifyFromLastCheckpoint(this.writer.head()));
	}

	private LedgerVerifier verifier(LongConsumer progress) {
		return new LedgerVerifier(this.store, this.keys.verifying(), this.keys, this.config.checkpointing().anchors(),
				progress);
	}

	/**
	 * What the ledger does right now.
	 * @return a snapshot
	 */
	public LedgerStatus status() {
		RecordTable.Head head = this.writer.head();
		boolean healthy = this.writer.working() && this.anchors.working();
		return new LedgerStatus(head.sequence(), head.hash(), this.writer.queued(), this.writer.failures(),
				this.spill.count(), this.anchors.anchoredSize(), this.anchors.failures(), healthy,
				this.verifications.lastStanding(), this.verifications.count(), this.verifications.broken());
	}

	LedgerStore store() {
		return this.store;
	}

	LedgerKeys keys() {
		return this.keys;
	}

	/**
	 * Writes what waits, records the end, signs a last checkpoint, and closes.
	 * Idempotent.
	 */
	@Override
	public void close() {
		Pending last = Pending.of(lifecycle(Phase.STOPPED, this.bootId, Map.of()), this.config.clock().millis(), null);
		if (this.writer.close(last)) {
			this.anchors.close();
			this.store.close();
		}
	}

}
