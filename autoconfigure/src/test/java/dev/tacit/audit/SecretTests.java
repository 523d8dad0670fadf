/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.tacit.audit.VerificationReport.Problem;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Nonces, and keys that are given to the process instead of lying in its key file. */
abstract class SecretTests extends LedgerTests {

	private static final String FIRST = Base64.getEncoder().encodeToString(AesGcm.randomBytes(32));

	private static final String SECOND = Base64.getEncoder().encodeToString(AesGcm.randomBytes(32));

	private static final int NONCES = Integer.getInteger("tacit.nonces", 100_000);

	SecretTests(TestDatabase kind) {
		super(kind);
	}

	private AuditLedgerConfig wrappedBy(@Nullable KeyEncryption encryption) {
		AuditLedgerConfig config = config();
		return new AuditLedgerConfig(config.database(), config.keyFile(), encryption, config.chainId(),
				config.durability(), config.checkpointing(), config.retention(), config.clock());
	}

	private Set<String> wrappingKeys() throws SQLException {
		Set<String> ids = new HashSet<>();
		try (Connection connection = tamperer();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT DISTINCT kek_id FROM tacit_audit_key")) {
			while (rows.next()) {
				ids.add(rows.getString(1));
			}
		}
		return ids;
	}

	private static void assertReadable(AuditLedger ledger) {
		AuditReader reader = ledger.reader(AUDITOR);
		assertThat(reader.content(reader.search(AuditQuery.ofRequest("a1")).get(0))).isPresent();
		assertThat(verify(ledger).problem()).isNull();
	}

	@Test
	void t50AGivenKeyWrapsAndIsReplacedByANewerOne() throws SQLException {
		KeyEncryption first = KeyEncryption.withKeys(List.of(FIRST));
		try (AuditLedger ledger = open(wrappedBy(first))) {
			ledger.appendDurably(about("patient-a", "a1"));
			assertReadable(ledger);
		}
		assertThat(wrappingKeys()).containsExactly(first.currentKeyId());
		KeyEncryption both = KeyEncryption.withKeys(List.of(SECOND, FIRST));
		try (AuditLedger ledger = open(wrappedBy(both))) {
			assertReadable(ledger);
			ledger.custody().rotateKeys(AUDITOR);
			assertReadable(ledger);
		}
		assertThat(wrappingKeys()).containsExactly(both.currentKeyId()).doesNotContain(first.currentKeyId());
		try (AuditLedger ledger = open(wrappedBy(KeyEncryption.withKeys(List.of(SECOND))))) {
			assertReadable(ledger);
		}
	}

	@Test
	void t50ALedgerThatBeganWithItsKeyFileGoesOnWithAGivenKey() throws SQLException {
		try (AuditLedger ledger = open()) {
			ledger.appendDurably(about("patient-a", "a1"));
		}
		KeyEncryption given = KeyEncryption.withKeys(List.of(FIRST));
		try (AuditLedger ledger = open(wrappedBy(given))) {
			assertReadable(ledger);
			ledger.custody().rotateKeys(AUDITOR);
		}
		assertThat(wrappingKeys()).containsExactly(given.currentKeyId());
		try (AuditLedger ledger = open(wrappedBy(given))) {
			assertReadable(ledger);
		}
	}

	@Test
	void t52WithoutTheGivenKeyOrWithAnotherTheLedgerDoesNotOpenAndTheChainStillVerifies() {
		List<VerifyingKey> trusted;
		try (AuditLedger ledger = open(wrappedBy(KeyEncryption.withKeys(List.of(FIRST))))) {
			ledger.appendDurably(about("patient-a", "a1"));
			trusted = ledger.keys().verifying();
		}
		for (KeyEncryption wrong : Arrays.asList(null, KeyEncryption.withKeys(List.of(SECOND)))) {
			assertThatExceptionOfType(LedgerOpenException.class).isThrownBy(() -> open(wrappedBy(wrong)))
				.withMessageContaining("tacit.audit.key-encryption.key");
		}
		assertThat(
				new LedgerVerifier(config().store(), trusted, null, config().checkpointing().anchors(), (checked) -> {
				}).verify(RecordTable.Head.EMPTY).problem())
			.isNull();
		for (String malformed : List.of("", "c2hvcnQ=", "no Base64")) {
			assertThatExceptionOfType(LedgerOpenException.class)
				.isThrownBy(() -> KeyEncryption.withKeys(List.of(malformed)))
				.withMessageContaining("32 random bytes")
				.withMessageNotContaining("c2hvcnQ");
		}
		assertThatExceptionOfType(LedgerOpenException.class).isThrownBy(() -> KeyEncryption.withKeys(List.of()))
			.withMessageContaining("tacit.audit.key-encryption.key");
	}

	@Test
	void t57NoNonceComesTwice() {
		DataKey key = new DataKey("alias", AesGcm.randomBytes(AesGcm.KEY_BYTES), "patient");
		byte[] nothing = new byte[0];
		long[] nonces = new long[NONCES];
		for (int i = 0; i < NONCES; i++) {
			byte[] nonce = key.seal(nothing, nothing).nonce();
			assertThat(nonce).hasSize(AesGcm.NONCE_BYTES);
			for (int place = 0; place < Long.BYTES; place++) {
				nonces[i] = nonces[i] << 8 | nonce[place + 4] & 0xff;
			}
		}
		Arrays.sort(nonces);
		for (int i = 1; i < NONCES; i++) {
			assertThat(nonces[i] != nonces[i - 1]).as("eight of twelve bytes are the same already").isTrue();
		}
	}

	@Test
	void t57AFlippedBitIsAnAuthenticationErrorAndNeverAnotherText() throws SQLException {
		AuditLedger ledger = open();
		ledger.appendDurably(entry(Phase.DENIED, "r1"));
		AuditReader reader = ledger.reader(AUDITOR);
		AuditRecord record = reader.search(AuditQuery.ofRequest("r1")).get(0);
		LedgerStore store = ledger.store();
		SealedContent sealed = store.read((connection) -> store.records().content(connection, record.recordId()))
			.orElseThrow();
		SubjectKeys subjects = new SubjectKeys(store.keys(), ledger.keys());
		for (int bit = 0; bit < sealed.ciphertext().length * 8; bit++) {
			SealedContent changed = new SealedContent(sealed.keyId(), sealed.nonce(),
					flipped(sealed.ciphertext(), bit));
			assertThat(unseal(store, subjects, record, changed)).as("bit " + bit).isFalse();
		}
		for (int bit = 0; bit < sealed.nonce().length * 8; bit++) {
			assertThat(unseal(store, subjects, record,
					new SealedContent(sealed.keyId(), flipped(sealed.nonce(), bit), sealed.ciphertext())))
				.as("bit " + bit)
				.isFalse();
		}
		assertThat(unseal(store, subjects, record, sealed)).isTrue();
		tamper("UPDATE tacit_audit_payload SET nonce = (SELECT nonce FROM tacit_audit_payload WHERE record_id <> '"
				+ record.recordId() + "' LIMIT 1) WHERE record_id = '" + record.recordId() + "'");
		assertThat(reader.content(record)).isEmpty();
		assertThat(verify(ledger).problem()).isEqualTo(Problem.CONTENT_CHANGED);
	}

	private static boolean unseal(LedgerStore store, SubjectKeys subjects, AuditRecord record, SealedContent content)
			throws SQLException {
		return store.read((connection) -> subjects.unseal(connection, record, content)).isPresent();
	}

	private static byte[] flipped(byte[] bytes, int bit) {
		byte[] changed = bytes.clone();
		changed[bit / 8] ^= (byte) (1 << bit % 8);
		return changed;
	}

	@Test
	void factsTellNothingOfAKey() {
		KeyEncryption given = KeyEncryption.withKeys(List.of(FIRST));
		assertThat(given.toString()).doesNotContain(FIRST);
		assertThat(Map.of("config", wrappedBy(given)).toString()).doesNotContain(FIRST);
	}

}
