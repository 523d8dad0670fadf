/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.audit.LedgerOpenException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a ledger that cannot be opened. */
final class LedgerOpenFailureAnalyzer extends AbstractFailureAnalyzer<LedgerOpenException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LedgerOpenException cause) {
		return new FailureAnalysis(cause.getMessage(), """
				A request that cannot be recorded is refused, so the application does not start without its \
				ledger. Free the database file, or point tacit.audit.datasource.url and tacit.audit.key-file \
				at this node's own.""", cause);
	}

}
