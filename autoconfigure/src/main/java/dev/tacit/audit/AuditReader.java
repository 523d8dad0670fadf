/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;

/**
 * Reads a ledger. Thread-safe; every call uses a connection of its own.
 */
public final class AuditReader {

	private final LedgerStore store;

	private final LedgerKeys keys;

	private final String chainId;

	AuditReader(LedgerStore store, LedgerKeys keys, String chainId) {
		this.store = store;
		this.keys = keys;
		this.chainId = chainId;
	}

	/**
	 * A page of records, newest first. Pages stay stable while records are added.
	 * @param before sequence below which to read; {@link Long#MAX_VALUE} for the newest
	 * @param limit most records
	 * @return the records
	 * @throws AuditUnavailableException if the database cannot be read
	 */
	public List<AuditRecord> newest(long before, int limit) {
		try {
			return this.store.newest(null, before, limit).stream().map(LedgerStore.StoredRecord::record).toList();
		}
		catch (SQLException ex) {
			throw new AuditUnavailableException("The ledger cannot be read", null);
		}
	}

	/**
	 * All records of one request, newest first.
	 * @param requestId id of the request
	 * @return the records
	 * @throws AuditUnavailableException if the database cannot be read
	 */
	public List<AuditRecord> ofRequest(String requestId) {
		try {
			return this.store.newest(requestId, Long.MAX_VALUE, 100)
				.stream()
				.map(LedgerStore.StoredRecord::record)
				.toList();
		}
		catch (SQLException ex) {
			throw new AuditUnavailableException("The ledger cannot be read", null);
		}
	}

	/**
	 * Decrypts the content of a record.
	 * @param record the record
	 * @return the content; empty if it was erased or changed, or was sealed with another
	 * key
	 * @throws AuditUnavailableException if the database cannot be read
	 */
	public Optional<Map<?, ?>> content(AuditRecord record) {
		try {
			LedgerKeys.Sealed sealed = this.store.payload(record.recordId());
			if (sealed == null) {
				return Optional.empty();
			}
			byte[] plain = this.keys.unseal(sealed,
					AuditRecord.associatedData(this.chainId, record.sequence(), record.recordId()));
			if (plain != null && Json.parse(new String(plain, StandardCharsets.UTF_8)) instanceof Map<?, ?> content) {
				return Optional.of(content);
			}
			return Optional.empty();
		}
		catch (JsonException ex) {
			return Optional.empty();
		}
		catch (SQLException ex) {
			throw new AuditUnavailableException("The ledger cannot be read", null);
		}
	}

}
