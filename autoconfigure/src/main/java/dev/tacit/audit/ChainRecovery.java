/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Finds out, when a ledger opens, where its chain stands and whether that can be. */
final class ChainRecovery {

	private static final int PAGE = 5000;

	private final LedgerStore store;

	private final LedgerKeys keys;

	ChainRecovery(LedgerStore store, LedgerKeys keys) {
		this.store = store;
		this.keys = keys;
	}

	/**
	 * Reads where the chain stands.
	 * @param anchors what the outside remembers
	 * @return the chain's state, and what it lacks of what was anchored
	 */
	Found find(List<Anchor> anchors) throws SQLException {
		return this.store.read((connection) -> {
			RecordTable.Head head = this.store.records().head(connection);
			requireKeys(connection, head);
			Optional<Checkpoint> last = this.store.checkpoints().last(connection).flatMap((row) -> signed(row.note()));
			MerkleFrontier frontier = frontier(connection, last.orElse(null));
			long checkpointed = last.map(Checkpoint::size).orElse(0L);
			Checkpoint.Series series = last
				.map((checkpoint) -> new Checkpoint.Series(checkpoint.number() + 1, checkpoint.epoch(),
						Sha256.hex(checkpoint.text())))
				.orElse(Checkpoint.Series.START);
			Checkpoint anchored = newest(anchors);
			boolean lost = anchored != null && (anchored.epoch() > series.epoch()
					|| anchored.epoch() == series.epoch() && anchored.size() > head.sequence() + 1);
			if (anchored != null && !lost && anchored.epoch() == series.epoch()) {
				requireContinued(connection, anchored);
			}
			return new Found(new ChainState(head, frontier), series, checkpointed, lost ? anchored : null);
		});
	}

	/** A wrong key file must be noticed before anything is sealed with it. */
	private void requireKeys(Connection connection, RecordTable.Head head) throws SQLException {
		List<StoredRecord> newest = this.store.records().newest(connection, AuditQuery.newest(1).condition(), 1);
		boolean sealed = newest.isEmpty() || this.keys.sealed(head.hash(), newest.get(0).seal());
		boolean opened = true;
		for (KeyTable.Row row : this.store.keys().oneForEachWrapping(connection)) {
			opened &= this.keys.unwrap(row.kekId(), row.wrapped(), row.context()) != null;
		}
		if (!sealed || !opened) {
			throw new LedgerOpenException("The keys do not belong to this ledger, or its last record was forged: the "
					+ "content stays locked, while dev.tacit.audit.LedgerFsck still verifies the chain; restore the "
					+ "right file and set tacit.audit.key-file, and tacit.audit.key-encryption.key if it was set",
					null);
		}
	}

	private Optional<Checkpoint> signed(String note) {
		return SignedNote.parse(note)
			.filter((parsed) -> parsed.signedByAny(this.keys.verifying()))
			.flatMap((parsed) -> Forest.checkpoint(parsed, this.store.chainId()));
	}

	/**
	 * The tree of the stored records. The kept nodes are trusted as far as they give the
	 * signed root; otherwise every record is hashed.
	 */
	private MerkleFrontier frontier(Connection connection, @Nullable Checkpoint last) throws SQLException {
		MerkleFrontier frontier = null;
		if (last != null) {
			try {
				MerkleFrontier kept = this.store.nodes().tree(connection).frontier(last.size());
				frontier = last.matches(kept, last.head()) ? kept : null;
			}
			catch (SQLException ex) {
				// The kept nodes do not reach that far; the records themselves decide.
				frontier = null;
			}
		}
		if (frontier == null) {
			frontier = PruneManifest.newestHeaders(this.store.manifests().all(connection), this.keys.verifying())
				.map(PruneManifest.Headers::frontier)
				.orElseGet(MerkleFrontier::new);
		}
		List<String> hashes = this.store.records().hashes(connection, frontier.size(), PAGE);
		while (!hashes.isEmpty()) {
			for (String hash : hashes) {
				frontier.append(Sha256.bytes(hash));
			}
			hashes = this.store.records().hashes(connection, frontier.size(), PAGE);
		}
		return frontier;
	}

	private @Nullable Checkpoint newest(List<Anchor> anchors) {
		Checkpoint newest = null;
		for (Anchor anchor : anchors) {
			try (Stream<String> notes = anchor.notes()) {
				// Signatures are slow and the file may be long: only the last notes
				// matter.
				Map<Long, String> tail = new LinkedHashMap<>();
				long[] count = { 0 };
				notes.forEach((note) -> {
					tail.put(count[0]++, note);
					tail.remove(count[0] - 10);
				});
				for (String note : tail.values()) {
					Checkpoint checkpoint = signed(note).orElse(null);
					if (checkpoint != null && (newest == null || checkpoint.laterThan(newest))) {
						newest = checkpoint;
					}
				}
			}
			catch (IOException | UncheckedIOException ex) {
				throw new LedgerOpenException("The ledger's anchor (" + anchor.name()
						+ ") cannot be read; without it a rollback would go unseen", null);
			}
		}
		return newest;
	}

	private void requireContinued(Connection connection, Checkpoint anchored) throws SQLException {
		MerkleFrontier then;
		try {
			then = this.store.nodes().tree(connection).frontier(anchored.size());
		}
		catch (SQLException ex) {
			// Pruned up to here; the signed manifest stands for it.
			return;
		}
		if (!anchored.matches(then, anchored.head())) {
			throw new LedgerOpenException("The ledger does not continue what its anchor holds: records before "
					+ anchored.size() + " were rewritten. Keep database and anchor as evidence, run "
					+ "dev.tacit.audit.LedgerFsck, and open a new ledger", null);
		}
	}

	/** Requests that an earlier process left without an outcome, oldest first. */
	List<AuditRecord> openRequests() throws SQLException {
		return this.store.read((connection) -> {
			// Whoever wrote STARTED had closed everything before it.
			long from = this.store.records()
				.newest(connection, AuditQuery.ofPhase(Phase.STARTED, 1).condition(), 1)
				.stream()
				.map((stored) -> stored.record().sequence())
				.findFirst()
				.orElse(0L);
			Map<String, AuditRecord> open = new LinkedHashMap<>();
			// An intent that was spilled comes into the chain after its outcome.
			Set<String> ended = new HashSet<>();
			List<StoredRecord> page = this.store.records().headers(connection, from, PAGE);
			while (!page.isEmpty()) {
				for (StoredRecord stored : page) {
					String request = stored.record().requestId();
					if (!stored.record().phase().equals(Phase.INTENT.name())) {
						if (open.remove(request) == null) {
							ended.add(request);
						}
					}
					else if (!ended.remove(request)) {
						open.put(request, stored.record());
					}
					from = stored.record().sequence() + 1;
				}
				page = this.store.records().headers(connection, from, PAGE);
			}
			return List.copyOf(open.values());
		});
	}

	/**
	 * What was found.
	 *
	 * @param state where the chain stands
	 * @param series the next checkpoint's place
	 * @param checkpointedSize records the last checkpoint covers
	 * @param lost anchored checkpoint that the database does not reach, {@code null} if
	 * it reaches them all
	 */
	record Found(ChainState state, Checkpoint.Series series, long checkpointedSize, @Nullable Checkpoint lost) {

		Found inNextEpoch(Checkpoint anchored) {
			return new Found(this.state,
					new Checkpoint.Series(this.series.number(), anchored.epoch() + 1, this.series.previous()),
					this.checkpointedSize, null);
		}

	}

}
