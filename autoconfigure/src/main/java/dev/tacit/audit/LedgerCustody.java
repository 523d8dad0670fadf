/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What custodians of a ledger may do to it: erase the data of a subject, hold it, prune
 * what is old, and replace keys. Each is a record, and happens in that record's
 * transaction or not at all.
 */
public final class LedgerCustody {

	private final AuditLedger ledger;

	private final LedgerStore store;

	private final LedgerKeys keys;

	private final AuditLedgerConfig config;

	private final SubjectKeys subjects;

	LedgerCustody(AuditLedger ledger, LedgerStore store, LedgerKeys keys, AuditLedgerConfig config) {
		this.ledger = ledger;
		this.store = store;
		this.keys = keys;
		this.config = config;
		this.subjects = new SubjectKeys(store.keys(), keys);
	}

	/**
	 * Makes the data of a subject unreadable: destroys the data key, the subject's
	 * reference and those of its conversations, in every chain of the database that uses
	 * the same key file. Records in flight are sealed with the old key or, later in the
	 * chain, with a fresh one; erase again for those.
	 * @param custodian who erases
	 * @param subject whose data
	 * @param basis legal basis and ticket
	 * @param nameToo whether the subject's name as an actor goes too
	 * @return the receipt of the record
	 * @throws ErasureRefusedException if the subject is held
	 */
	public Receipt erase(Actor custodian, String subject, String basis, boolean nameToo) {
		List<String> lookups = new ArrayList<>();
		lookups.add(this.subjects.lookup(Identity.subject(subject)));
		if (nameToo) {
			lookups.add(this.subjects.lookup(Identity.actor(subject)));
		}
		return this.ledger.change(AuditEntry.ofLedger(Phase.ERASED, custodian, Map.of("basis", basis), null),
				(connection) -> {
					List<String> held = this.store.manifests().held(connection);
					int destroyed = 0;
					StringBuilder references = new StringBuilder();
					for (KeyTable.Row row : this.store.keys().findEverywhere(connection, lookups)) {
						if (held.contains(row.alias())) {
							throw new ErasureRefusedException(
									"A legal hold forbids this erasure; release the hold first");
						}
						destroyed += this.store.keys().delete(connection, row.alias());
						references.append(references.isEmpty() ? "" : " ").append(row.alias());
					}
					return Map.of("destroyed", String.valueOf(destroyed), "references", references.toString());
				});
	}

	/**
	 * Forbids or allows again that the data of a subject is erased or pruned.
	 * @param custodian who decides
	 * @param subject whose data
	 * @param basis legal basis and ticket
	 * @param held whether it is held from now on
	 * @return the receipt of the record
	 */
	public Receipt hold(Actor custodian, String subject, String basis, boolean held) {
		Identity identity = Identity.subject(subject);
		return this.ledger.change(
				AuditEntry.ofLedger(held ? Phase.HELD : Phase.RELEASED, custodian, Map.of("basis", basis), null),
				(connection) -> {
					String reference = Objects
						.requireNonNull(this.subjects.resolve(connection, List.of(identity)).get(identity))
						.alias();
					this.store.manifests().hold(connection, reference, held);
					return Map.of("reference", reference);
				});
	}

	/**
	 * Deletes content of a retention class that is older than its period. Headers stay.
	 * @param custodian who prunes
	 * @param retention the class
	 * @return the receipt of the record
	 * @throws IllegalArgumentException if the class has no period
	 */
	public Receipt pruneContent(Actor custodian, String retention) {
		Duration period = this.config.retention()
			.of(retention)
			.orElseThrow(() -> new IllegalArgumentException("This retention class keeps its content for ever"));
		long before = this.config.clock().instant().minus(period).toEpochMilli();
		return this.ledger.change(AuditEntry.ofLedger(Phase.PRUNED, custodian, Map.of("retention", retention), null),
				(connection) -> {
					this.store.dialect().allowMaintenance(connection);
					long below = this.store.records().head(connection).sequence() + 1;
					int deleted = this.store.records().deleteContent(connection, retention, before, below);
					return state(connection,
							new PruneManifest.Content(this.store.chainId(), retention, before, below, now()), deleted);
				});
	}

	/**
	 * Deletes headers that are older than every retention period, whose content is gone,
	 * and that a checkpoint covers; oldest first, in blocks of 256. The manifest keeps
	 * what the rest needs to verify. The record of a hold that lasts stays, and so does
	 * everything after it.
	 * @param custodian who prunes
	 * @return the receipt of the record
	 */
	public Receipt pruneHeaders(Actor custodian) {
		long before = this.config.clock().instant().minus(this.config.retention().longest()).toEpochMilli();
		return this.ledger.change(AuditEntry.ofLedger(Phase.PRUNED, custodian, Map.of(), null), (connection) -> {
			this.store.dialect().allowMaintenance(connection);
			long covered = this.store.checkpoints().last(connection).map(CheckpointTable.Row::size).orElse(0L);
			long below = wholeBlocks(Math.min(covered, this.store.records().firstKept(connection, before)));
			if (below > 0) {
				below = wholeBlocks(new StateReplay(this.store, this.keys).firstNeeded(connection, below));
			}
			List<StoredRecord> last = this.store.records().headers(connection, below - 1, 1);
			if (below == 0 || last.isEmpty() || last.get(0).record().sequence() != below - 1) {
				return Map.of("headers", "0");
			}
			MerkleFrontier frontier = this.store.nodes().tree(connection).frontier(below);
			int deleted = this.store.records().deleteHeaders(connection, below);
			return state(connection, new PruneManifest.Headers(this.store.chainId(), below, last.get(0).hash(),
					frontier.subtrees(), now()), deleted);
		});
	}

	private static long wholeBlocks(long records) {
		return records / NodeTable.block() * NodeTable.block();
	}

	private Map<String, String> state(Connection connection, PruneManifest manifest, int deleted) throws SQLException {
		SignedNote note = this.keys.sign(manifest.text());
		this.store.manifests().insert(connection, note);
		return Map.of("deleted", String.valueOf(deleted), "manifest", note.hash());
	}

	/**
	 * Replaces the keys that wrap data keys, seal records and sign; the one of the blind
	 * indexes at the next start. Records are not touched: data keys are wrapped anew.
	 * @param custodian who rotates
	 * @return the receipt of the record
	 * @throws IllegalStateException if another chain of the database uses the same key
	 * file: its node would find its keys gone
	 * @throws AuditUnavailableException if the rotation cannot be recorded, or the key
	 * file not be written
	 */
	public Receipt rotateKeys(Actor custodian) {
		SigningKey before = this.keys.signer();
		try {
			if (this.store.read(this::keysShared)) {
				throw new IllegalStateException("Another chain of this database uses the same key file, and could not "
						+ "open its data keys any more: keys are rotated where each chain began with a "
						+ "tacit.audit.key-file of its own, or is alone in its database");
			}
			this.keys.add(KeyRing.Kind.WRAP);
			this.keys.add(KeyRing.Kind.SEAL);
			this.keys.add(KeyRing.Kind.SIGN);
			this.keys.add(KeyRing.Kind.LOOKUP);
			Receipt receipt = this.ledger
				.change(AuditEntry.ofLedger(Phase.KEY_ROTATED, custodian, announcement(before), null), this::renewed);
			this.keys.forgetOlder(KeyRing.Kind.WRAP);
			this.keys.forgetOlder(KeyRing.Kind.SIGN);
			return receipt;
		}
		catch (IOException ex) {
			throw new AuditUnavailableException("The key file cannot be written; the old keys stay in use", null);
		}
		catch (SQLException ex) {
			throw new AuditUnavailableException("The ledger cannot be read; the old keys stay in use", null);
		}
	}

	/** Whether another chain wraps, or looks up, with keys of this key file. */
	private boolean keysShared(Connection connection) throws SQLException {
		for (KeyTable.Row row : this.store.keys().others(connection)) {
			if (this.keys.hasInFile(row.kekId()) || this.subjects.stands(connection, row)) {
				return true;
			}
		}
		return false;
	}

	private Map<String, String> announcement(SigningKey before) {
		VerifyingKey now = this.keys.signer().verifying();
		Map<String, String> facts = new LinkedHashMap<>();
		facts.put("signingKey", now.toString());
		facts.put("signedBefore", signature(before, now));
		facts.put("signedAfter", signature(this.keys.signer(), now));
		return facts;
	}

	/** Signed by the key before, a new key needs no other proof. */
	private String signature(SigningKey signer, VerifyingKey announced) {
		byte[] message = CanonicalForm.of("tacit-audit-signing-key")
			.text(this.store.chainId())
			.text(announced.toString())
			.toBytes();
		return Base64.getEncoder().encodeToString(signer.sign(message));
	}

	/** Whether a new signing key was announced by this one. */
	static boolean announces(VerifyingKey known, String chainId, String announced, String signature) {
		try {
			byte[] message = CanonicalForm.of("tacit-audit-signing-key").text(chainId).text(announced).toBytes();
			return known.verifies(message, Base64.getDecoder().decode(signature));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private Map<String, String> renewed(Connection connection) throws SQLException {
		return Map.of("rewrapped", String.valueOf(this.subjects.renew(connection)));
	}

	/**
	 * What a rotation leaves for the next start: no entry may be looked up while every
	 * reference is looked up anew. A process that died while it rotated left its keys in
	 * the file too. They stay there while another chain, opened meanwhile, uses them.
	 */
	void finishRotation() throws SQLException {
		if (!this.keys.rotating() || this.store.read(this::keysShared)) {
			return;
		}
		try {
			this.ledger.change(
					AuditLedger.lifecycle(Phase.KEY_ROTATED, "rotation", announcement(this.keys.oldestSigner())),
					(connection) -> {
						this.keys.useNewestLookup();
						return renewed(connection);
					});
			for (KeyRing.Kind kind : List.of(KeyRing.Kind.WRAP, KeyRing.Kind.LOOKUP, KeyRing.Kind.SIGN)) {
				this.keys.forgetOlder(kind);
			}
		}
		catch (IOException ex) {
			throw new LedgerOpenException("The key file cannot be written; check its permissions", null);
		}
	}

	private long now() {
		return this.config.clock().millis();
	}

}
