/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

import dev.tacit.audit.VerificationReport.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a stored chain page by page. Total: a report, whatever the database and the
 * anchors hold.
 */
final class LedgerVerifier {

	private static final int PAGE = 500;

	private static final int NEIGHBOURS = 1000;

	private final LedgerStore store;

	private final Collection<VerifyingKey> trusted;

	private final @Nullable LedgerKeys keys;

	private final List<Anchor> anchors;

	private final LongConsumer progress;

	/**
	 * A verifier.
	 * @param store the stored chain
	 * @param trusted keys whose checkpoints count
	 * @param keys the ledger's keys for seals and references, {@code null} to verify with
	 * public keys only
	 * @param anchors what the outside remembers
	 * @param progress hears the number of records checked
	 */
	LedgerVerifier(LedgerStore store, Collection<VerifyingKey> trusted, @Nullable LedgerKeys keys, List<Anchor> anchors,
			LongConsumer progress) {
		this.store = store;
		this.trusted = trusted;
		this.keys = keys;
		this.anchors = anchors;
		this.progress = progress;
	}

	VerificationReport verify(RecordTable.Head expected) {
		return verify(expected, false);
	}

	VerificationReport verifyFromLastCheckpoint(RecordTable.Head expected) {
		return verify(expected, true);
	}

	private VerificationReport verify(RecordTable.Head expected, boolean recent) {
		List<Stream<String>> open = new ArrayList<>();
		try {
			return this.store.read((connection) -> verify(connection, expected, recent, open));
		}
		catch (CancellationException ex) {
			throw ex;
		}
		catch (SQLException | RuntimeException ex) {
			return new VerificationReport(false, 0, Sha256.NO_HASH, 0, Problem.UNREADABLE, 0, 0, 0);
		}
		finally {
			open.forEach(Stream::close);
		}
	}

	private VerificationReport verify(Connection connection, RecordTable.Head expected, boolean recent,
			List<Stream<String>> open) throws SQLException {
		List<PruneManifest.Content> contents = new ArrayList<>();
		PruneManifest.Headers headers = null;
		boolean manifestsStand = this.store.manifests().numbered(connection);
		for (String note : this.store.manifests().all(connection)) {
			PruneManifest manifest = PruneManifest.parse(note, this.store.chainId(), this.trusted).orElse(null);
			manifestsStand &= manifest != null;
			if (manifest instanceof PruneManifest.Content content) {
				contents.add(content);
			}
			else if (manifest instanceof PruneManifest.Headers pruned
					&& (headers == null || pruned.below() > headers.below())) {
				headers = pruned;
			}
		}
		MerkleFrontier start = (headers != null) ? headers.frontier() : new MerkleFrontier();
		String headHash = (headers != null) ? headers.head() : Sha256.NO_HASH;
		// Whatever lies before the first record that was not pruned does not belong
		// there.
		long from = Long.MIN_VALUE;
		Checkpoint last = recent ? lastStanding(connection) : null;
		if (last != null && last.size() > start.size()) {
			start = this.store.nodes().tree(connection).frontier(last.size());
			headHash = last.head();
			from = start.size();
		}
		ChainVerification chain = new ChainVerification(this.store.chainId(), this.keys, contents, start, headHash,
				trails(connection, start.size(), open));
		if (!manifestsStand) {
			chain.broken(start.size(), Problem.MANIFEST_CHANGED);
		}
		StateReplay replay = new StateReplay(this.store, this.keys);
		long forged = replay.catchUp(connection, start.size());
		if (forged >= 0) {
			chain.broken(forged, Problem.RECORD_CHANGED);
		}
		scan(connection, chain, replay, from);
		// A checkpoint that was read may cover records that were written during the scan.
		for (long before = -1; chain.problem() == null && before != chain.size();) {
			before = chain.size();
			scan(connection, chain, replay, chain.size());
		}
		chain.finish(expected.sequence() + 1,
				this.store.checkpoints().last(connection).map(CheckpointTable.Row::number).orElse(-1L));
		refine(connection, chain);
		if (chain.problem() == null) {
			compare(connection, chain, replay);
		}
		return chain.report();
	}

	/**
	 * The tables beside the chain: a difference may be what a ledger that runs just
	 * recorded.
	 */
	private void compare(Connection connection, ChainVerification chain, StateReplay replay) throws SQLException {
		Problem state = replay.compare(connection);
		for (long before = -1; state != null && chain.problem() == null && before != chain.size();) {
			before = chain.size();
			scan(connection, chain, replay, chain.size());
			state = replay.compare(connection);
		}
		if (state != null) {
			chain.broken(Math.max(0, chain.size() - 1), state);
		}
	}

	private void scan(Connection connection, ChainVerification chain, StateReplay replay, long from)
			throws SQLException {
		List<RecordTable.WithContent> page = this.store.records().page(connection, from, PAGE);
		while (!page.isEmpty()) {
			Map<NodeTable.Place, byte[]> nodes = new HashMap<>();
			for (RecordTable.WithContent item : page) {
				boolean stands = chain.accept(item.stored(), Optional.ofNullable(item.content()),
						(level, index, hash) -> {
							if (NodeTable.kept(level)) {
								nodes.put(new NodeTable.Place(level, index), hash);
							}
						});
				if (!stands) {
					return;
				}
				replay.accept(item.stored().record());
				from = item.stored().record().sequence() + 1;
			}
			if (!this.store.nodes().agree(connection, nodes)) {
				chain.broken(from - 1, Problem.NODE_CHANGED);
				return;
			}
			this.progress.accept(chain.size());
			page = this.store.records().page(connection, from, PAGE);
		}
	}

	/** The newest checkpoint whose signature and root stand. */
	private @Nullable Checkpoint lastStanding(Connection connection) throws SQLException {
		Optional<Checkpoint> last = this.store.checkpoints()
			.last(connection)
			.flatMap((row) -> SignedNote.parse(row.note()))
			.filter((note) -> note.signedByAny(this.trusted))
			.flatMap(Checkpoint::parse);
		if (last.isEmpty()) {
			return null;
		}
		MerkleFrontier frontier = this.store.nodes().tree(connection).frontier(last.get().size());
		return last.get().matches(frontier, last.get().head()) ? last.get() : null;
	}

	private List<CheckpointTrail> trails(Connection connection, long start, List<Stream<String>> open)
			throws SQLException {
		Map<Integer, Long> epochs = epochs(connection);
		List<CheckpointTrail> trails = new ArrayList<>();
		trails.add(new CheckpointTrail(false, new StoredNotes(connection, this.store.checkpoints()),
				this.store.chainId(), this.trusted, epochs, start));
		for (Anchor anchor : this.anchors) {
			try {
				Stream<String> notes = anchor.notes();
				open.add(notes);
				trails.add(
						new CheckpointTrail(true, notes.iterator(), this.store.chainId(), this.trusted, epochs, start));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return trails;
	}

	private Map<Integer, Long> epochs(Connection connection) throws SQLException {
		Map<Integer, Long> epochs = new HashMap<>();
		for (StoredRecord stored : this.store.records()
			.newest(connection, AuditQuery.ofPhase(Phase.EPOCH, 1).condition(), 10_000)) {
			try {
				stored.record()
					.fact("epoch")
					.ifPresent((epoch) -> epochs.put(Integer.valueOf(epoch), stored.record().sequence()));
			}
			catch (NumberFormatException ex) {
				// A changed record; the scan will name it.
				continue;
			}
		}
		return epochs;
	}

	private void refine(Connection connection, ChainVerification chain) throws SQLException {
		Problem problem = chain.problem();
		long place = chain.size();
		if (problem == Problem.CONTENT_CHANGED || problem == Problem.RECORD_CHANGED) {
			List<RecordTable.WithContent> row = this.store.records().page(connection, place, 1);
			if (row.isEmpty()) {
				return;
			}
			StoredRecord stored = row.get(0).stored();
			SealedContent content = row.get(0).content();
			if (problem == Problem.RECORD_CHANGED && stoodNearby(stored)) {
				chain.refine(Problem.RECORD_SWAPPED);
			}
			if (problem == Problem.CONTENT_CHANGED && content != null) {
				AuditQuery.Condition same = AuditQuery.newest(1).condition();
				same.and("r.payload_hash = ?", content.hash());
				if (!this.store.records().newest(connection, same, 1).isEmpty()) {
					chain.refine(Problem.CONTENT_MOVED);
				}
			}
		}
	}

	private static boolean stoodNearby(StoredRecord stored) {
		long place = stored.record().sequence();
		for (long other = Math.max(0, place - NEIGHBOURS); other <= place + NEIGHBOURS; other++) {
			if (other != place && stored.record().at(other).hash().equals(stored.hash())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Checkpoints of the database, page by page. A row that denies its note is no note.
	 */
	private static final class StoredNotes implements Iterator<String> {

		private final Connection connection;

		private final CheckpointTable table;

		private final List<CheckpointTable.Row> page = new ArrayList<>();

		private long from = Long.MIN_VALUE;

		StoredNotes(Connection connection, CheckpointTable table) {
			this.connection = connection;
			this.table = table;
		}

		@Override
		public boolean hasNext() {
			if (this.page.isEmpty()) {
				try {
					this.page.addAll(this.table.page(this.connection, this.from, PAGE));
				}
				catch (SQLException ex) {
					throw new AuditUnavailableException("The checkpoints cannot be read", null);
				}
			}
			return !this.page.isEmpty();
		}

		@Override
		public String next() {
			CheckpointTable.Row row = this.page.remove(0);
			this.from = row.number() + 1;
			return Checkpoint.parse(row.note())
				.filter((checkpoint) -> checkpoint.number() == row.number() && checkpoint.size() == row.size())
				.map((checkpoint) -> row.note())
				.orElse("");
		}

	}

}
