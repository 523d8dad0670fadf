/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A signed statement of what was pruned and why a record or its content is missing. */
sealed interface PruneManifest {

	String ORIGIN = "tacit-audit/";

	/** The lines that are signed. */
	String text();

	/** Reads a manifest that one of these keys signed for this chain. */
	static Optional<PruneManifest> parse(String note, String chainId, Collection<VerifyingKey> keys) {
		Optional<SignedNote> signed = SignedNote.parse(note).filter((parsed) -> parsed.signedByAny(keys));
		if (signed.isEmpty()) {
			return Optional.empty();
		}
		List<String> lines = signed.get().lines();
		try {
			PruneManifest manifest = lines.get(0).endsWith("/pruned-content") ? Content.of(lines) : Headers.of(lines);
			boolean same = manifest.text().equals(signed.get().text())
					&& lines.get(0).startsWith(ORIGIN + chainId + "/pruned-");
			return same ? Optional.of(manifest) : Optional.empty();
		}
		catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
			return Optional.empty();
		}
	}

	/** The manifest of the last headers that were pruned. */
	static Optional<Headers> newestHeaders(List<String> notes, Collection<VerifyingKey> keys) {
		Headers newest = null;
		for (String note : notes) {
			String origin = note.split("/", 3)[Math.min(1, note.split("/", 3).length - 1)];
			if (parse(note, origin, keys).orElse(null) instanceof Headers headers
					&& (newest == null || headers.below() > newest.below())) {
				newest = headers;
			}
		}
		return Optional.ofNullable(newest);
	}

	/**
	 * Content of a class was deleted.
	 *
	 * @param chainId the chain
	 * @param retention the class
	 * @param beforeMillis records older than this
	 * @param belowSequence and before this place
	 * @param timeMillis when
	 */
	record Content(String chainId, String retention, long beforeMillis, long belowSequence,
			long timeMillis) implements PruneManifest {

		static Content of(List<String> lines) {
			return new Content(lines.get(0).split("/")[1], value(lines, 1), Long.parseLong(value(lines, 2)),
					Long.parseLong(value(lines, 3)), Long.parseLong(value(lines, 4)));
		}

		boolean explains(AuditRecord record) {
			return record.retention().equals(this.retention) && record.timeMillis() < this.beforeMillis
					&& record.sequence() < this.belowSequence;
		}

		@Override
		public String text() {
			return ORIGIN + this.chainId + "/pruned-content\nretention " + this.retention + "\nbefore "
					+ this.beforeMillis + "\nbelow " + this.belowSequence + "\ntime " + this.timeMillis + "\n";
		}

	}

	/**
	 * Headers were deleted.
	 *
	 * @param chainId the chain
	 * @param below all of them before this place
	 * @param head hash of the last one
	 * @param nodes the tree's frontier up to there
	 * @param timeMillis when
	 */
	record Headers(String chainId, long below, String head, List<byte[]> nodes,
			long timeMillis) implements PruneManifest {

		static Headers of(List<String> lines) {
			List<byte[]> nodes = new ArrayList<>();
			for (int i = 4; i < lines.size(); i++) {
				nodes.add(Base64.getDecoder().decode(value(lines, i)));
			}
			Headers headers = new Headers(lines.get(0).split("/")[1], Long.parseLong(value(lines, 1)), value(lines, 2),
					nodes, Long.parseLong(value(lines, 3)));
			headers.frontier();
			return headers;
		}

		MerkleFrontier frontier() {
			return new MerkleFrontier(this.below, this.nodes);
		}

		@Override
		public String text() {
			StringBuilder text = new StringBuilder(ORIGIN).append(this.chainId)
				.append("/pruned-headers\nbelow ")
				.append(this.below)
				.append("\nhead ")
				.append(this.head)
				.append("\ntime ")
				.append(this.timeMillis)
				.append('\n');
			this.nodes
				.forEach((node) -> text.append("node ").append(Base64.getEncoder().encodeToString(node)).append('\n'));
			return text.toString();
		}

	}

	private static String value(List<String> lines, int line) {
		return lines.get(line).substring(lines.get(line).indexOf(' ') + 1);
	}

}
