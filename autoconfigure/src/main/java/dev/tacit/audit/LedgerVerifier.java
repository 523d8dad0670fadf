/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.sql.SQLException;
import java.util.function.LongConsumer;

import dev.tacit.audit.LedgerStore.StoredRecord;
import dev.tacit.audit.VerificationReport.Problem;

/**
 * Walks a chain once, in constant memory. Total: whatever stands in the database, the
 * result is a report.
 */
final class LedgerVerifier implements LedgerStore.Visitor {

	private final LedgerStore store;

	private final LongConsumer progress;

	private long next;

	private String previousHash = AuditRecord.NO_HASH;

	private long brokenSequence = -1;

	private Problem problem = Problem.UNREADABLE;

	LedgerVerifier(LedgerStore store, LongConsumer progress) {
		this.store = store;
		this.progress = progress;
	}

	VerificationReport verify(LedgerStore.Head expectedHead) {
		try {
			this.store.scanChain(this);
			if (this.brokenSequence < 0 && this.next - 1 < expectedHead.sequence()) {
				broken(this.next, Problem.TRUNCATED);
			}
		}
		catch (SQLException | RuntimeException ex) {
			broken(this.next, Problem.UNREADABLE);
		}
		boolean valid = this.brokenSequence < 0;
		return new VerificationReport(valid, this.next, this.previousHash, this.brokenSequence,
				valid ? null : this.problem);
	}

	@Override
	public boolean visit(StoredRecord stored) {
		AuditRecord record = stored.record();
		if (record.sequence() != this.next) {
			return broken(this.next, Problem.RECORD_MISSING);
		}
		if (stored.format() != AuditRecord.FORMAT || !record.hash().equals(stored.storedHash())) {
			return broken(record.sequence(), Problem.RECORD_CHANGED);
		}
		if (!record.previousHash().equals(this.previousHash)) {
			return broken(record.sequence(), Problem.CHAIN_BROKEN);
		}
		if (!contentStands(record)) {
			return false;
		}
		this.previousHash = stored.storedHash();
		this.next++;
		this.progress.accept(this.next);
		return true;
	}

	private boolean contentStands(AuditRecord record) {
		try {
			LedgerKeys.Sealed sealed = this.store.payload(record.recordId());
			if (sealed == null) {
				return broken(record.sequence(), Problem.CONTENT_MISSING);
			}
			return AuditRecord.payloadHash(sealed).equals(record.payloadHash())
					|| broken(record.sequence(), Problem.CONTENT_CHANGED);
		}
		catch (SQLException ex) {
			return broken(record.sequence(), Problem.UNREADABLE);
		}
	}

	private boolean broken(long sequence, Problem kind) {
		this.brokenSequence = sequence;
		this.problem = kind;
		return false;
	}

}
