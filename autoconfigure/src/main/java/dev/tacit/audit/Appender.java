/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes a chain. It takes what waits, up to 128 records, and commits
 * and syncs them together.
 */
final class Appender {

	private static final int MAX_BATCH = 128;

	private static final long REPLAY_NANOS = 250_000_000;

	private final LedgerStore store;

	private final SubjectKeys subjects;

	private final RecordBuilder builder;

	private final Checkpointer checkpointer;

	private final Fallback fallback;

	private final ClockWatch clock;

	private final AnchorPublisher anchors;

	private final boolean requireAnchor;

	private final long token;

	private final BlockingQueue<Pending> queue;

	private final Thread thread;

	/** Written by the appender thread, read by everyone. */
	private volatile ChainState state;

	private volatile long failures;

	private volatile @Nullable String refusal;

	private volatile boolean closed;

	private volatile @Nullable CompletableFuture<SignedNote> wanted;

	/** Appender thread only: a failed commit may or may not have happened. */
	private @Nullable ChainState perhaps;

	private final CommitWatch commits = new CommitWatch();

	private long lastReplay = System.nanoTime();

	Appender(AuditLedgerConfig config, LedgerStore store, LedgerKeys keys, String bootId, ChainRecovery.Found found,
			long token, AnchorPublisher anchors, Fallback fallback) {
		this.store = store;
		this.subjects = new SubjectKeys(store.keys(), keys);
		this.builder = new RecordBuilder(config.chainId(), bootId, keys);
		this.checkpointer = new Checkpointer(store, keys, config.checkpointing(), anchors, config.clock(), found,
				token);
		this.fallback = fallback;
		this.clock = new ClockWatch(config.clock(), found.state().head().timeMillis());
		this.anchors = anchors;
		this.requireAnchor = config.checkpointing().requireAnchor();
		this.token = token;
		this.state = found.state();
		this.queue = new ArrayBlockingQueue<>(config.durability().queueCapacity());
		this.thread = new Thread(this::loop, "tacit-audit");
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	boolean offer(Pending pending) {
		return !this.closed && this.queue.offer(pending);
	}

	ChainState state() {
		return this.state;
	}

	int queued() {
		return this.queue.size();
	}

	long failures() {
		return this.failures;
	}

	/** Why nothing is appended any more, {@code null} while records are. */
	@Nullable String refusal() {
		return this.refusal;
	}

	boolean closed() {
		return this.closed;
	}

	/** Whether the database takes commits. */
	boolean committing() {
		return this.commits.working();
	}

	boolean alive() {
		return this.thread.isAlive();
	}

	/** Asks for a checkpoint now. */
	synchronized CompletableFuture<SignedNote> checkpoint() {
		CompletableFuture<SignedNote> asked = this.wanted;
		if (asked == null) {
			asked = new CompletableFuture<>();
			this.wanted = asked;
		}
		return asked.copy();
	}

	private synchronized @Nullable CompletableFuture<SignedNote> takeWanted() {
		CompletableFuture<SignedNote> asked = this.wanted;
		this.wanted = null;
		return asked;
	}

	void stop(long patienceMillis) {
		this.closed = true;
		try {
			this.thread.join(patienceMillis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void loop() {
		List<Pending> batch = new ArrayList<>();
		while (!this.closed || !this.queue.isEmpty()) {
			try {
				Pending first = this.queue.poll(20, TimeUnit.MILLISECONDS);
				if (first != null) {
					collect(first, batch);
				}
				turn(batch);
			}
			catch (InterruptedException ex) {
				this.closed = true;
			}
			finally {
				batch.clear();
			}
		}
		checkpointIfDue(true);
	}

	private void collect(Pending first, List<Pending> batch) {
		batch.add(first);
		// A change is committed alone: if it is refused, nobody else is.
		while (batch.get(0).change() == null && batch.size() < MAX_BATCH && this.queue.peek() != null
				&& this.queue.element().change() == null) {
			batch.add(this.queue.remove());
		}
	}

	private void turn(List<Pending> batch) {
		batch.removeIf((pending) -> pending.result().isDone());
		if (!batch.isEmpty()) {
			write(batch);
		}
		if (this.refusal == null) {
			replay();
			renewIfIdle();
		}
		checkpointIfDue(false);
	}

	private void write(List<Pending> batch) {
		Map<Pending, PreparedRecord> prepared = new LinkedHashMap<>();
		for (int attempt = 0; attempt < 2 && this.refusal == null; attempt++) {
			try {
				ChainState next = this.store.commit((connection) -> append(connection, batch, prepared));
				accept(next, prepared);
				return;
			}
			catch (SQLException ex) {
				if (!failed(ex) && arrived()) {
					accept(this.state, prepared);
					return;
				}
				this.commits.ended(false);
			}
			catch (ErasureRefusedException ex) {
				batch.forEach((pending) -> pending.result().completeExceptionally(ex));
				return;
			}
			catch (RuntimeException ex) {
				break;
			}
		}
		this.failures += batch.size();
		batch.forEach(
				(pending) -> this.fallback.complete(pending, this.refusal, "The ledger could not commit a record"));
	}

	private void accept(ChainState next, Map<Pending, PreparedRecord> prepared) {
		this.state = next;
		this.perhaps = null;
		this.commits.ended(true);
		this.fallback.gapRecorded();
		prepared.forEach((pending, made) -> {
			AuditRecord record = made.record();
			Receipt receipt = new Receipt(record.sequence(), record.recordId(), made.hash());
			if (!pending.result().complete(receipt) && record.phase().equals(Phase.INTENT.name())) {
				// Its caller gave up waiting and got an error, so nothing else will end
				// it.
				offer(Pending.of(AuditLedger.abandoned(record), record.timeMillis(), null));
			}
		});
	}

	/** Whether nothing is appended any more, after a failure. */
	private boolean failed(Exception failure) {
		if (failure instanceof SQLException ex && this.store.dialect().syncFailed(ex)) {
			this.refusal = "The disk of the ledger's database failed to sync, so nobody knows what is on it; check the "
					+ "disk, then start again and verify the ledger";
		}
		return this.refusal != null;
	}

	/** After a failed commit: whether it happened all the same. */
	private boolean arrived() {
		ChainState maybe = this.perhaps;
		if (maybe == null) {
			return false;
		}
		try {
			if (this.store.readAtOnce(this.store.records()::head).same(maybe.head())) {
				this.state = maybe;
				this.perhaps = null;
				return true;
			}
		}
		catch (SQLException ex) {
			// Still out of reach: the next batch looks again.
			return false;
		}
		return false;
	}

	private ChainState append(Connection connection, List<Pending> batch, Map<Pending, PreparedRecord> prepared)
			throws SQLException {
		prepared.clear();
		if (!this.store.lease().renew(connection, this.token)) {
			throw refuse("Another process took the ledger's chain; this one writes no more");
		}
		if (this.requireAnchor && !this.anchors.working()) {
			throw new AuditUnavailableException("No anchor takes the ledger's checkpoints", null);
		}
		ChainState from = confirmed(connection);
		List<Pending> all = new ArrayList<>(batch);
		this.clock.anomaly().ifPresent((entry) -> all.add(0, Pending.of(entry, this.clock.millis(), null)));
		this.fallback.gap().ifPresent((entry) -> all.add(0, Pending.of(entry, this.clock.millis(), null)));
		Map<Pending, AuditEntry> entries = new LinkedHashMap<>();
		Set<Identity> identities = new LinkedHashSet<>();
		for (Pending pending : all) {
			Pending.Change change = pending.change();
			AuditEntry entry = (change != null) ? pending.entry().withFacts(change.make(connection)) : pending.entry();
			entries.put(pending, entry);
			identities.addAll(RecordBuilder.identities(entry));
		}
		Map<Identity, DataKey> references = this.subjects.resolve(connection, identities);
		RecordBuilder.Batch made = this.builder.chain(from, entries, references);
		prepared.putAll(made.records());
		this.store.records().insert(connection, List.copyOf(prepared.values()));
		this.store.nodes().insert(connection, made.nodes());
		ChainState next = made.next();
		this.perhaps = next;
		return next;
	}

	/**
	 * The state to continue from. A database whose head is neither the one we wrote nor
	 * the one of a commit we lost sight of was changed behind our back: nothing is
	 * appended to it.
	 */
	private ChainState confirmed(Connection connection) throws SQLException {
		RecordTable.Head stored = this.store.records().head(connection);
		ChainState maybe = this.perhaps;
		if (maybe != null && stored.same(maybe.head())) {
			this.state = maybe;
		}
		else if (!stored.same(this.state.head())) {
			throw refuse("The ledger's head was changed by somebody else");
		}
		this.perhaps = null;
		return this.state;
	}

	private AuditUnavailableException refuse(String why) {
		this.refusal = why;
		return new AuditUnavailableException(why, null);
	}

	private void replay() {
		if (System.nanoTime() - this.lastReplay < REPLAY_NANOS) {
			return;
		}
		this.lastReplay = System.nanoTime();
		List<Pending> spilled = this.fallback.spilled();
		if (spilled.isEmpty()) {
			return;
		}
		try {
			List<Pending> missing = new ArrayList<>();
			for (Pending pending : spilled) {
				if (!this.store
					.readAtOnce((connection) -> this.store.records().holds(connection, pending.recordId()))) {
					missing.add(pending);
				}
			}
			for (int from = 0; from < missing.size(); from += MAX_BATCH) {
				List<Pending> part = missing.subList(from, Math.min(missing.size(), from + MAX_BATCH));
				Map<Pending, PreparedRecord> prepared = new LinkedHashMap<>();
				accept(this.store.commit((connection) -> append(connection, part, prepared)), prepared);
			}
			this.fallback.replayed(spilled.size());
		}
		catch (SQLException | RuntimeException ex) {
			// The database is still away; the file keeps what it has.
			failed(ex);
			this.failures++;
		}
	}

	private void checkpointIfDue(boolean last) {
		CompletableFuture<SignedNote> asked = takeWanted();
		ChainState now = this.state;
		boolean write = asked != null || this.checkpointer.due(now);
		if (this.refusal != null || now.frontier().size() == 0) {
			if (asked != null) {
				asked.completeExceptionally(new AuditUnavailableException("The ledger records no more", null));
			}
			return;
		}
		if (!write && !last) {
			return;
		}
		try {
			SignedNote checkpoint = this.checkpointer.write(now);
			this.commits.ended(true);
			if (asked != null) {
				asked.complete(checkpoint);
			}
		}
		catch (SQLException | RuntimeException ex) {
			failed(ex);
			this.failures++;
			if (asked != null) {
				asked.completeExceptionally(new AuditUnavailableException("The checkpoint could not be written", null));
			}
		}
	}

	private void renewIfIdle() {
		if (!this.commits.due()) {
			return;
		}
		try {
			if (!this.store.commit((connection) -> this.store.lease().renew(connection, this.token))) {
				this.refusal = "Another process took the ledger's chain; this one writes no more";
			}
			this.commits.ended(true);
		}
		catch (SQLException ex) {
			failed(ex);
			this.commits.ended(false);
		}
	}

}
