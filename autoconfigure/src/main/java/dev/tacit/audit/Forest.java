/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The last checkpoint of every chain of a database, under one root and one signature.
 * Each node anchors what it sees of the others, so a chain is held to its past by anchors
 * that its own node cannot reach. A signed note like a checkpoint: <pre>
 * tacit-audit-forest
 * number of chains
 * root of the RFC 6962 tree over the hashes of their checkpoints' texts, Base64
 * CHAIN SIZE ROOT NUMBER EPOCH TIME HEAD PREVIOUS     one line a chain
 * </pre>
 *
 * @param checkpoints the checkpoints, in order of their chains' names
 */
record Forest(List<Checkpoint> checkpoints) {

	private static final String ORIGIN = "tacit-audit-forest\n";

	private static final int FIELDS = 8;

	/**
	 * The newest checkpoint of each chain that was ever opened, one step down the index a
	 * chain: grouping the checkpoints would read all of them, at every one.
	 */
	static final String NEWEST = "SELECT (SELECT c.note FROM tacit_audit_checkpoint c WHERE c.chain_id = l.chain_id "
			+ "ORDER BY c.chain_id DESC, c.number DESC LIMIT 1) FROM tacit_audit_lease l ORDER BY l.chain_id";

	Forest {
		checkpoints = List.copyOf(checkpoints);
	}

	/**
	 * Reads the newest checkpoints of a database. One that no key of this ledger signed
	 * is left out: its own node will report it.
	 */
	static Forest of(Connection connection, Collection<VerifyingKey> keys) throws SQLException {
		List<Checkpoint> checkpoints = new ArrayList<>();
		try (PreparedStatement query = connection.prepareStatement(NEWEST); ResultSet rows = query.executeQuery()) {
			while (rows.next()) {
				Optional.ofNullable(rows.getString(1))
					.flatMap(SignedNote::parse)
					.filter((note) -> note.signedByAny(keys))
					.flatMap(Checkpoint::parse)
					.ifPresent(checkpoints::add);
			}
		}
		return new Forest(checkpoints);
	}

	static boolean claims(SignedNote note) {
		return note.text().startsWith(ORIGIN);
	}

	String text() {
		MerkleFrontier tree = new MerkleFrontier();
		StringBuilder lines = new StringBuilder();
		for (Checkpoint c : this.checkpoints) {
			tree.append(Sha256.bytes(Sha256.hex(c.text())));
			lines
				.append(String.join(" ", c.chainId(), String.valueOf(c.size()), c.root(), String.valueOf(c.number()),
						String.valueOf(c.epoch()), String.valueOf(c.timeMillis()), c.head(), c.previous()))
				.append('\n');
		}
		return ORIGIN + this.checkpoints.size() + "\n" + Base64.getEncoder().encodeToString(tree.root()) + "\n" + lines;
	}

	/** Reads a forest whose root stands; whether it is signed is another question. */
	static Optional<Forest> parse(SignedNote note) {
		List<String> lines = note.lines();
		if (!claims(note) || lines.size() < 3) {
			return Optional.empty();
		}
		try {
			List<Checkpoint> checkpoints = new ArrayList<>();
			for (String line : lines.subList(3, lines.size())) {
				String[] f = line.split(" ");
				if (f.length != FIELDS) {
					return Optional.empty();
				}
				checkpoints.add(new Checkpoint(f[0], Long.parseLong(f[1]), f[2], Long.parseLong(f[3]),
						Integer.parseInt(f[4]), Long.parseLong(f[5]), f[6], f[7]));
			}
			Forest forest = new Forest(checkpoints);
			return forest.text().equals(note.text()) ? Optional.of(forest) : Optional.empty();
		}
		catch (NumberFormatException ex) {
			return Optional.empty();
		}
	}

	/** The checkpoint of a chain that a note holds, be it a forest or one checkpoint. */
	static Optional<Checkpoint> checkpoint(SignedNote note, String chainId) {
		Optional<Checkpoint> checkpoint = claims(note) ? parse(note).flatMap((forest) -> forest.of(chainId))
				: Checkpoint.parse(note);
		return checkpoint.filter((found) -> found.chainId().equals(chainId));
	}

	Optional<Checkpoint> of(String chainId) {
		return this.checkpoints.stream().filter((checkpoint) -> checkpoint.chainId().equals(chainId)).findFirst();
	}

}
