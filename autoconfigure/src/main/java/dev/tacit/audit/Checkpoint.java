/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What the ledger promises to have held at one time: a C2SP checkpoint (origin, size,
 * root) with extension lines that number and chain the checkpoints.
 *
 * @param chainId the chain
 * @param size records in it
 * @param root root of the Merkle tree over their hashes, Base64
 * @param number number of the checkpoint, from 0
 * @param epoch grows when an operator accepts a restored backup
 * @param timeMillis when it was made
 * @param head hash of the last record
 * @param previous hash of the text of the checkpoint before
 */
record Checkpoint(String chainId, long size, String root, long number, int epoch, long timeMillis, String head,
		String previous) {

	private static final String ORIGIN = "tacit-audit/";

	static final String NONE = Sha256.NO_HASH;

	static Checkpoint of(String chainId, MerkleFrontier frontier, String head, Series series, long timeMillis) {
		return new Checkpoint(chainId, frontier.size(), Base64.getEncoder().encodeToString(frontier.root()),
				series.number(), series.epoch(), timeMillis, head, series.previous());
	}

	String text() {
		return ORIGIN + this.chainId + "\n" + this.size + "\n" + this.root + "\nnumber " + this.number + "\nepoch "
				+ this.epoch + "\ntime " + this.timeMillis + "\nhead " + this.head + "\nprevious " + this.previous
				+ "\n";
	}

	/**
	 * Whether this one was signed after another of its chain. Numbers alone do not tell:
	 * after a rollback that an operator accepted they count on from a lower one.
	 */
	boolean laterThan(Checkpoint other) {
		return this.epoch > other.epoch || this.epoch == other.epoch && this.number > other.number;
	}

	/** Reads a checkpoint; whether it is signed is another question. */
	static Optional<Checkpoint> parse(SignedNote note) {
		List<String> lines = note.lines();
		try {
			if (lines.size() != 8 || !lines.get(0).startsWith(ORIGIN)) {
				return Optional.empty();
			}
			Checkpoint parsed = new Checkpoint(lines.get(0).substring(ORIGIN.length()), Long.parseLong(lines.get(1)),
					lines.get(2), Long.parseLong(value(lines, 3, "number ")),
					Integer.parseInt(value(lines, 4, "epoch ")), Long.parseLong(value(lines, 5, "time ")),
					value(lines, 6, "head "), value(lines, 7, "previous "));
			return parsed.text().equals(note.text()) ? Optional.of(parsed) : Optional.empty();
		}
		catch (NumberFormatException ex) {
			return Optional.empty();
		}
	}

	static Optional<Checkpoint> parse(@Nullable String note) {
		return Optional.ofNullable(note).flatMap(SignedNote::parse).flatMap(Checkpoint::parse);
	}

	private static String value(List<String> lines, int line, String name) {
		return lines.get(line).startsWith(name) ? lines.get(line).substring(name.length()) : "";
	}

	boolean matches(MerkleFrontier frontier, String headHash) {
		return this.size == frontier.size() && this.head.equals(headHash)
				&& this.root.equals(Base64.getEncoder().encodeToString(frontier.root()));
	}

	/** Place of the next checkpoint in the series. */
	record Series(long number, int epoch, String previous) {

		static final Series START = new Series(0, 0, NONE);

		Series after(SignedNote note) {
			return new Series(this.number + 1, this.epoch, note.hash());
		}

	}

}
