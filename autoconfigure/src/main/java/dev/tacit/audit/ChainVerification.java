/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import dev.tacit.audit.VerificationReport.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Checks records as they pass by, in constant memory: place, hash, link, seal, content,
 * and the checkpoints over them. Knows no database, so it serves the ledger and the
 * offline verifier of an export alike. Total: whatever is in a record, there is a result.
 */
final class ChainVerification {

	private final String chainId;

	private final @Nullable LedgerKeys keys;

	private final Collection<PruneManifest.Content> manifests;

	private final MerkleFrontier frontier;

	private final List<CheckpointTrail> trails;

	private String headHash;

	private long pruned;

	private @Nullable Problem problem;

	private long broken = -1;

	ChainVerification(String chainId, @Nullable LedgerKeys keys, Collection<PruneManifest.Content> manifests,
			MerkleFrontier start, String headHash, List<CheckpointTrail> trails) {
		this.chainId = chainId;
		this.keys = keys;
		this.manifests = manifests;
		this.frontier = start.copy();
		this.headHash = headHash;
		this.trails = trails;
		reach();
	}

	/** Checks the next record; false once something is wrong. */
	boolean accept(StoredRecord stored, Optional<SealedContent> content, MerkleFrontier.NodeSink nodes) {
		if (this.problem != null) {
			return false;
		}
		AuditRecord record = stored.record();
		Problem found = check(stored, content);
		if (found != null) {
			long place = (found == Problem.RECORD_INSERTED) ? record.sequence() : this.frontier.size();
			return broken(place, found);
		}
		this.headHash = stored.hash();
		this.frontier.append(Sha256.bytes(stored.hash()), nodes);
		return reach();
	}

	private @Nullable Problem check(StoredRecord stored, Optional<SealedContent> content) {
		AuditRecord record = stored.record();
		if (record.sequence() != this.frontier.size()) {
			return (record.sequence() < this.frontier.size()) ? Problem.RECORD_INSERTED : Problem.RECORD_MISSING;
		}
		if (record.format() != AuditRecord.FORMAT || !record.chainId().equals(this.chainId)
				|| !record.hash().equals(stored.hash())) {
			return Problem.RECORD_CHANGED;
		}
		if (!record.previousHash().equals(this.headHash)) {
			return Problem.CHAIN_BROKEN;
		}
		if (this.keys != null && !this.keys.sealed(stored.hash(), stored.seal())) {
			return Problem.RECORD_FORGED;
		}
		if (content.isEmpty()) {
			this.pruned++;
			return this.manifests.stream().anyMatch((manifest) -> manifest.explains(record)) ? null
					: Problem.CONTENT_MISSING;
		}
		return content.get().hash().equals(record.payloadHash()) ? null : Problem.CONTENT_CHANGED;
	}

	private boolean reach() {
		for (CheckpointTrail trail : this.trails) {
			Problem found = trail.reach(this.frontier, this.headHash);
			if (found != null) {
				return broken(Math.max(0, this.frontier.size() - 1), found);
			}
		}
		return true;
	}

	/**
	 * All records passed.
	 * @param expectedSize records that somebody remembers
	 * @param lastCheckpoint number of the last checkpoint that is stored, read after
	 * everything else: a ledger that runs writes meanwhile
	 */
	void finish(long expectedSize, long lastCheckpoint) {
		for (CheckpointTrail trail : this.trails) {
			Problem found = (this.problem == null) ? trail.finish() : null;
			if (found != null) {
				broken(this.frontier.size(), found);
			}
		}
		if (this.problem == null && this.frontier.size() < expectedSize) {
			broken(this.frontier.size(), Problem.TRUNCATED);
		}
		for (CheckpointTrail trail : this.trails) {
			if (this.problem == null && trail.beyond(lastCheckpoint)) {
				broken(this.frontier.size(), Problem.CHECKPOINT_MISSING);
			}
		}
	}

	boolean broken(long sequence, Problem kind) {
		if (this.problem == null) {
			this.problem = kind;
			this.broken = sequence;
		}
		return false;
	}

	/** Names the kind more exactly, where the neighbours tell more. */
	void refine(Problem kind) {
		this.problem = kind;
	}

	@Nullable Problem problem() {
		return this.problem;
	}

	long size() {
		return this.frontier.size();
	}

	VerificationReport report() {
		long checkpoints = this.trails.isEmpty() ? 0 : this.trails.get(0).verified();
		long anchored = this.trails.stream().skip(1).mapToLong(CheckpointTrail::covered).max().orElse(0);
		return new VerificationReport(this.problem == null, this.frontier.size(), this.headHash, this.broken,
				this.problem, checkpoints, anchored, this.pruned);
	}

}
