/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.tacit.audit.VerificationReport.Problem;
import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import org.jspecify.annotations.Nullable;

/**
 * Tables outside the chain follow from records in it: what is held, and which keys were
 * destroyed. Replays those records and compares.
 */
final class StateReplay {

	private final LedgerStore store;

	private final @Nullable LedgerKeys keys;

	private final Set<String> held = new HashSet<>();

	private final Set<String> erased = new HashSet<>();

	StateReplay(LedgerStore store, @Nullable LedgerKeys keys) {
		this.store = store;
		this.keys = keys;
	}

	void accept(AuditRecord record) {
		if (record.phase().equals(Phase.HELD.name())) {
			this.held.add(fact(record, "reference"));
		}
		else if (record.phase().equals(Phase.RELEASED.name())) {
			this.held.remove(fact(record, "reference"));
		}
	}

	private static String fact(AuditRecord record, String name) {
		return fact(record.facts(), name);
	}

	private static String fact(String json, String name) {
		try {
			return (Json.parse(json) instanceof Map<?, ?> facts && facts.get(name) instanceof String value) ? value
					: "";
		}
		catch (JsonException ex) {
			return "";
		}
	}

	@Nullable Problem compare(Connection connection) throws SQLException {
		// Holds and erasures reach every chain of the database, their records are in one.
		Set<String> references = references(connection);
		Set<String> stored = new HashSet<>(this.store.manifests().held(connection));
		stored.retainAll(references);
		this.held.retainAll(references);
		if (!stored.equals(this.held)) {
			return Problem.HOLD_CHANGED;
		}
		if (this.keys == null) {
			return null;
		}
		this.erased.addAll(erasedInAnyChain(connection));
		if (!this.erased.containsAll(locked(connection))) {
			return Problem.KEY_MISSING;
		}
		SubjectKeys subjects = new SubjectKeys(this.store.keys(), this.keys);
		List<KeyTable.Row> page = this.store.keys().page(connection, "", 500);
		while (!page.isEmpty()) {
			for (KeyTable.Row row : page) {
				if (!subjects.stands(connection, row)) {
					return Problem.KEY_CHANGED;
				}
			}
			page = this.store.keys().page(connection, page.get(page.size() - 1).alias(), 500);
		}
		return null;
	}

	private Set<String> references(Connection connection) throws SQLException {
		return query(connection, "SELECT alias FROM tacit_audit_key WHERE chain_id = ? AND kind = 'SUBJECT'");
	}

	/** An erasure is recorded in the chain of the node that did it. */
	private static Set<String> erasedInAnyChain(Connection connection) throws SQLException {
		Set<String> erased = new HashSet<>();
		try (PreparedStatement query = connection
			.prepareStatement("SELECT facts FROM tacit_audit_record WHERE phase = 'ERASED'");
				ResultSet rows = query.executeQuery()) {
			while (rows.next()) {
				erased.addAll(List.of(fact(rows.getString(1), "references").split(" ")));
			}
		}
		return erased;
	}

	/** Keys that content asks for and that are not there. */
	private Set<String> locked(Connection connection) throws SQLException {
		return query(connection,
				"SELECT DISTINCT p.key_id FROM tacit_audit_record r JOIN tacit_audit_payload p "
						+ "ON p.record_id = r.record_id LEFT JOIN tacit_audit_key k ON k.alias = p.key_id "
						+ "WHERE r.chain_id = ? AND k.alias IS NULL");
	}

	private Set<String> query(Connection connection, String sql) throws SQLException {
		Set<String> found = new HashSet<>();
		try (PreparedStatement query = connection.prepareStatement(sql)) {
			query.setString(1, this.store.chainId());
			try (ResultSet rows = query.executeQuery()) {
				while (rows.next()) {
					found.add(rows.getString(1));
				}
			}
		}
		return found;
	}

}
