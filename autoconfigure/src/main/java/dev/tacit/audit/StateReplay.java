/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.tacit.audit.VerificationReport.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Tables outside the chain follow from records in it: what is held, what was pruned, and
 * which keys were destroyed. Replays those records and compares.
 */
final class StateReplay {

	private static final int PAGE = 500;

	private final LedgerStore store;

	private final @Nullable LedgerKeys keys;

	private final Set<String> held = new HashSet<>();

	private final Set<String> manifests = new HashSet<>();

	StateReplay(LedgerStore store, @Nullable LedgerKeys keys) {
		this.store = store;
		this.keys = keys;
	}

	/**
	 * Replays what lies before the place where a verification begins.
	 * @return place of a record that is not what it was, -1 if all are
	 */
	long catchUp(Connection connection, long start) throws SQLException {
		long from = 0;
		while (true) {
			List<StoredRecord> page = RecordTable.find(connection,
					"r.chain_id = ? AND r.phase IN ('HELD', 'RELEASED', 'PRUNED') "
							+ "AND r.seq >= ? AND r.seq < ? ORDER BY r.chain_id, r.seq LIMIT ?",
					this.store.chainId(), from, start, PAGE);
			if (page.isEmpty()) {
				return -1;
			}
			for (StoredRecord stored : page) {
				if (!stands(stored)) {
					return Math.max(0, stored.record().sequence());
				}
				accept(stored.record());
				from = stored.record().sequence() + 1;
			}
		}
	}

	private boolean stands(StoredRecord stored) {
		return stored.record().hash().equals(stored.hash())
				&& (this.keys == null || this.keys.sealed(stored.hash(), stored.seal()));
	}

	void accept(AuditRecord record) {
		if (record.phase().equals(Phase.HELD.name())) {
			this.held.add(reference(record));
		}
		else if (record.phase().equals(Phase.RELEASED.name())) {
			this.held.remove(reference(record));
		}
		else if (record.phase().equals(Phase.PRUNED.name())) {
			record.fact("manifest").ifPresent(this.manifests::add);
		}
	}

	@Nullable Problem compare(Connection connection) throws SQLException {
		if (!manifestsStored(connection)) {
			return Problem.MANIFEST_CHANGED;
		}
		if (!this.held.equals(heldHere(connection))) {
			return Problem.HOLD_CHANGED;
		}
		if (this.keys == null) {
			return null;
		}
		Set<String> missing = missing(connection, "=");
		if (!missing.isEmpty() && !erased(connection).containsAll(missing)) {
			return Problem.KEY_MISSING;
		}
		SubjectKeys subjects = new SubjectKeys(this.store.keys(), this.keys);
		List<KeyTable.Row> page = this.store.keys().page(connection, "", PAGE);
		while (!page.isEmpty()) {
			for (KeyTable.Row row : page) {
				if (!subjects.stands(connection, row)) {
					return Problem.KEY_CHANGED;
				}
			}
			page = this.store.keys().page(connection, page.get(page.size() - 1).alias(), PAGE);
		}
		return null;
	}

	/** Whether every manifest that a record names is there. */
	private boolean manifestsStored(Connection connection) throws SQLException {
		Set<String> stored = new HashSet<>();
		for (String note : this.store.manifests().all(connection)) {
			SignedNote.parse(note).map(SignedNote::hash).ifPresent(stored::add);
		}
		return stored.containsAll(this.manifests);
	}

	/** Holds on subjects of this chain, and holds that are on nobody's. */
	private Set<String> heldHere(Connection connection) throws SQLException {
		Set<String> held = new HashSet<>();
		try (PreparedStatement query = connection
			.prepareStatement("SELECT h.subject_ref FROM tacit_audit_hold h LEFT JOIN tacit_audit_key k "
					+ "ON k.alias = h.subject_ref WHERE k.chain_id = ? OR k.alias IS NULL")) {
			query.setString(1, this.store.chainId());
			try (ResultSet rows = query.executeQuery()) {
				while (rows.next()) {
					held.add(rows.getString(1));
				}
			}
		}
		return held;
	}

	/**
	 * References in headers of this chain, or of the others, whose key is gone. A
	 * conversation's goes with its subject's.
	 */
	private Set<String> missing(Connection connection, String which) throws SQLException {
		// One walk over the headers: this is most of what a comparison costs.
		String lost = "s.alias IS NULL OR (r.conversation_ref IS NOT NULL AND c.alias IS NULL)";
		String sql = "SELECT DISTINCT CASE WHEN a.alias IS NULL THEN r.actor_ref END, CASE WHEN " + lost
				+ " THEN r.subject_ref END FROM tacit_audit_record r " + joined("a", "actor_ref")
				+ joined("s", "subject_ref") + joined("c", "conversation_ref") + "WHERE r.chain_id " + which
				+ " ? AND (a.alias IS NULL OR " + lost + ")";
		Set<String> missing = new HashSet<>();
		try (PreparedStatement query = connection.prepareStatement(sql)) {
			query.setString(1, this.store.chainId());
			try (ResultSet rows = query.executeQuery()) {
				while (rows.next()) {
					missing.add(Objects.requireNonNullElse(rows.getString(1), ""));
					missing.add(Objects.requireNonNullElse(rows.getString(2), ""));
				}
			}
		}
		missing.remove("");
		return missing;
	}

	private static String joined(String name, String column) {
		return "LEFT JOIN tacit_audit_key " + name + " ON " + name + ".alias = r." + column + " AND " + name
				+ ".chain_id = r.chain_id ";
	}

	/** An erasure reaches every chain of the database, and is recorded in one of them. */
	private Set<String> erased(Connection connection) throws SQLException {
		Set<String> erased = new HashSet<>();
		for (StoredRecord stored : RecordTable.find(connection, "r.phase = ?", Phase.ERASED.name())) {
			if (stands(stored)) {
				erased.addAll(references(stored.record()));
			}
		}
		return erased;
	}

	private static String reference(AuditRecord hold) {
		return hold.fact("reference").orElse("");
	}

	private static List<String> references(AuditRecord erasure) {
		return List.of(erasure.fact("references").orElse("").split(" "));
	}

	/**
	 * Place of the first record below a place that today's tables rest on: a hold that
	 * lasts, or an erasure that another chain's headers still show; the place itself if
	 * there is none.
	 */
	long firstNeeded(Connection connection, long below) throws SQLException {
		Set<String> holds = new HashSet<>(this.store.manifests().held(connection));
		Set<String> elsewhere = null;
		for (StoredRecord stored : RecordTable.find(connection,
				"r.chain_id = ? AND r.seq < ? AND r.phase IN ('HELD', 'ERASED') ORDER BY r.chain_id, r.seq",
				this.store.chainId(), below)) {
			AuditRecord record = stored.record();
			boolean needed;
			if (record.phase().equals(Phase.HELD.name())) {
				needed = holds.contains(reference(record));
			}
			else {
				// Walks the headers of all other chains, while nobody can append to this
				// one: not unless there is an erasure to ask about.
				elsewhere = (elsewhere != null) ? elsewhere : missing(connection, "<>");
				needed = !Collections.disjoint(elsewhere, references(record));
			}
			if (needed) {
				return record.sequence();
			}
		}
		return below;
	}

}
