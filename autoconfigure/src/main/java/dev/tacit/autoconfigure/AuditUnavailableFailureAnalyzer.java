/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.audit.AuditUnavailableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a ledger that opens, and then takes no record of the start. */
final class AuditUnavailableFailureAnalyzer extends AbstractFailureAnalyzer<AuditUnavailableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, AuditUnavailableException cause) {
		return new FailureAnalysis(cause.getMessage(), """
				Which model runs is recorded before it answers, so the application does not start. Check the room \
				on the disk and the database of tacit.audit.datasource.url; where both are well and slow, raise \
				tacit.audit.append-timeout.""", cause);
	}

}
