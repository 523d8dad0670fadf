/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * A process that records without end and is killed: prints each id once it is durable.
 */
final class LedgerVictim {

	private LedgerVictim() {
	}

	public static void main(String[] arguments) {
		AuditLedger ledger = AuditLedger.open(AuditLedgerConfig.of(arguments[0], Path.of(arguments[1])));
		for (int i = 0;; i++) {
			Receipt receipt = ledger.appendDurably(new AuditEntry(Phase.INTENT, "request-" + i, null,
					new Actor("anna", "test", Set.of()), null, Map.of(), null));
			System.out.println(receipt.sequence() + " " + receipt.recordId());
		}
	}

}
