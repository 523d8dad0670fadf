/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

import dev.tacit.audit.VerificationReport.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of the database, or of one anchor, held against the records as they
 * pass by. Only the next checkpoint is in memory.
 */
final class CheckpointTrail {

	private final boolean anchor;

	private final Iterator<String> notes;

	private final String chainId;

	private final Collection<VerifyingKey> keys;

	/** Sizes at which later epochs began, by epoch. */
	private final Map<Integer, Long> epochs;

	private final long start;

	private @Nullable Checkpoint next;

	private @Nullable Checkpoint last;

	/** The last one came from a forest. */
	private boolean ahead;

	private @Nullable Problem problem;

	private long verified;

	private long covered;

	CheckpointTrail(boolean anchor, Iterator<String> notes, String chainId, Collection<VerifyingKey> keys,
			Map<Integer, Long> epochs, long start) {
		this.anchor = anchor;
		this.notes = notes;
		this.chainId = chainId;
		this.keys = keys;
		this.epochs = epochs;
		this.start = start;
		advance();
	}

	/** Goes to the next checkpoint that these records can be held against. */
	private void advance() {
		this.next = null;
		while (this.next == null && this.problem == null && this.notes.hasNext()) {
			String text = this.notes.next();
			Optional<SignedNote> note = SignedNote.parse(text);
			if (this.anchor && note.filter(Forest::claims).isPresent()) {
				takeForest(note.get());
				continue;
			}
			Checkpoint checkpoint = note.flatMap(Checkpoint::parse).orElse(null);
			if (note.isEmpty() || checkpoint == null) {
				this.problem = changed();
			}
			else if (checkpoint.chainId().equals(this.chainId)) {
				take(note.get(), checkpoint);
			}
			else if (!this.anchor) {
				this.problem = changed();
			}
		}
	}

	/** Another node's view of this chain may be older than what its own node anchored. */
	private void takeForest(SignedNote note) {
		Forest forest = Forest.parse(note).orElse(null);
		if (forest == null) {
			this.problem = changed();
			return;
		}
		Checkpoint ours = forest.of(this.chainId).orElse(null);
		if (ours != null && (this.last == null || ours.laterThan(this.last))) {
			take(note, ours);
			this.ahead = true;
		}
	}

	private void take(SignedNote note, Checkpoint checkpoint) {
		if (!note.signedByAny(this.keys)) {
			boolean known = note.signatures()
				.stream()
				.anyMatch((signature) -> this.keys.stream().anyMatch((key) -> claims(signature, key)));
			this.problem = known ? changed() : Problem.CHECKPOINT_RESIGNED;
			return;
		}
		Checkpoint before = this.last;
		if (this.ahead && before != null && !checkpoint.laterThan(before)) {
			// Nodes that share an anchor: this node wrote it down after another had seen
			// it.
			return;
		}
		this.ahead = false;
		if (!this.anchor
				&& (before == null) != (checkpoint.number() == 0 && checkpoint.previous().equals(Checkpoint.NONE))
				|| !this.anchor && before != null && (checkpoint.number() != before.number() + 1
						|| !checkpoint.previous().equals(Sha256.hex(before.text())))) {
			this.problem = Problem.CHECKPOINT_CHANGED;
			return;
		}
		this.last = checkpoint;
		if (checkpoint.size() > acceptedSize(checkpoint.epoch())) {
			return;
		}
		if (checkpoint.size() < this.start) {
			this.verified++;
			return;
		}
		this.next = checkpoint;
	}

	/**
	 * Records of an epoch that still count: those before the first rollback after it that
	 * an operator accepted, and that the chain records.
	 */
	private long acceptedSize(int epoch) {
		return this.epochs.entrySet()
			.stream()
			.filter((later) -> later.getKey() > epoch)
			.mapToLong(Map.Entry::getValue)
			.min()
			.orElse(Long.MAX_VALUE);
	}

	private static boolean claims(byte[] signature, VerifyingKey key) {
		byte[] hash = key.hash();
		return signature.length > hash.length && Arrays.equals(hash, 0, hash.length, signature, 0, hash.length);
	}

	private Problem changed() {
		return this.anchor ? Problem.ANCHOR_CHANGED : Problem.CHECKPOINT_CHANGED;
	}

	/** So many records stand; every checkpoint over just these must agree. */
	@Nullable Problem reach(MerkleFrontier frontier, String head) {
		while (this.problem == null && this.next != null && this.next.size() <= frontier.size()) {
			if (!this.next.matches(frontier, head)) {
				this.problem = (this.next.size() < frontier.size()) ? changed() : Problem.REWRITTEN;
				return this.problem;
			}
			this.verified++;
			this.covered = this.next.size();
			advance();
		}
		return this.problem;
	}

	/** All records passed; a checkpoint that is left covers records that are gone. */
	@Nullable Problem finish() {
		if (this.problem == null && this.next != null) {
			this.problem = this.anchor ? Problem.ROLLED_BACK : Problem.TRUNCATED;
		}
		return this.problem;
	}

	/**
	 * Whether this trail knows a checkpoint later than the last one that is stored. Of an
	 * epoch that ended with an accepted rollback some may be lost.
	 */
	boolean beyond(long lastCheckpoint) {
		return this.last != null && this.last.number() > lastCheckpoint
				&& acceptedSize(this.last.epoch()) == Long.MAX_VALUE;
	}

	long verified() {
		return this.verified;
	}

	long covered() {
		return this.covered;
	}

}
