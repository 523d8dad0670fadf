/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.VerificationReport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Actuator endpoint {@code auditverify}: walks the whole ledger and reports the first
 * record that does not stand. Shows hashes and numbers, no content.
 */
@Endpoint(id = "auditverify")
public final class AuditVerifyEndpoint {

	private final AuditLedger ledger;

	/**
	 * Verifies a ledger.
	 * @param ledger the ledger
	 */
	public AuditVerifyEndpoint(AuditLedger ledger) {
		this.ledger = ledger;
	}

	/**
	 * Verifies the ledger.
	 * @param recent whether the last checkpoint that stands is where to begin
	 * @return the report
	 */
	@ReadOperation
	public VerificationReport verify(@Nullable Boolean recent) {
		return Boolean.TRUE.equals(recent) ? this.ledger.verifyRecent(AuditVerifyEndpoint::ignore)
				: this.ledger.verify(AuditVerifyEndpoint::ignore);
	}

	private static void ignore(long checked) {
	}

}
