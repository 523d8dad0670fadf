/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

/** Signs checkpoints when they are due. Used by the appender's thread only. */
final class Checkpointer {

	private final LedgerStore store;

	private final LedgerKeys keys;

	private final Checkpointing when;

	private final AnchorPublisher anchors;

	private final Clock clock;

	private final long token;

	private Checkpoint.Series series;

	private long lastSize;

	private long lastNanos = System.nanoTime();

	/** A commit failed and may have happened. */
	private boolean unsure;

	Checkpointer(LedgerStore store, LedgerKeys keys, Checkpointing when, AnchorPublisher anchors, Clock clock,
			ChainRecovery.Found found, long token) {
		this.store = store;
		this.keys = keys;
		this.when = when;
		this.anchors = anchors;
		this.clock = clock;
		this.token = token;
		this.series = found.series();
		this.lastSize = found.checkpointedSize();
	}

	boolean due(ChainState state) {
		return state.frontier().size() > 0 && (state.frontier().size() - this.lastSize >= this.when.records()
				|| System.nanoTime() - this.lastNanos >= this.when.interval().toNanos());
	}

	SignedNote write(ChainState state) throws SQLException {
		// A checkpoint that fails is tried again after the interval, not at every turn.
		this.lastNanos = System.nanoTime();
		if (this.unsure) {
			this.store.readAtOnce(this.store.checkpoints()::last)
				.filter((row) -> row.number() == this.series.number())
				.flatMap((row) -> SignedNote.parse(row.note()))
				.ifPresent((note) -> this.series = this.series.after(note));
		}
		this.unsure = true;
		Checkpoint checkpoint = Checkpoint.of(this.store.chainId(), state.frontier(), state.head().hash(), this.series,
				this.clock.millis());
		SignedNote note = this.keys.sign(checkpoint.text());
		this.store.commit((connection) -> {
			if (!this.store.lease().renew(connection, this.token)) {
				throw new AuditUnavailableException("Another process took the ledger's chain", null);
			}
			this.store.checkpoints().insert(connection, checkpoint, note);
			return note;
		});
		this.unsure = false;
		this.series = this.series.after(note);
		this.lastSize = checkpoint.size();
		this.anchors.publish(checkpoint, note);
		this.anchors.publishForest(this::forest);
		return note;
	}

	/** What this node sees of the others; empty where it is alone. */
	private Optional<String> forest() throws SQLException {
		Forest forest = this.store.readAtOnce((connection) -> Forest.of(connection, this.keys.verifying()));
		return (forest.checkpoints().size() > 1) ? Optional.of(this.keys.sign(forest.text()).toString())
				: Optional.empty();
	}

}
