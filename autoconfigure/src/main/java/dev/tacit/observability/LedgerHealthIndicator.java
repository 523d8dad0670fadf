/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.LedgerStatus;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of the ledger. Its head is shown, so whoever stores health readings holds a
 * witness outside the database.
 */
public final class LedgerHealthIndicator extends AbstractHealthIndicator {

	private final AuditLedger ledger;

	/**
	 * Watches a ledger.
	 * @param ledger the ledger
	 */
	public LedgerHealthIndicator(AuditLedger ledger) {
		super("The ledger's health could not be read");
		this.ledger = ledger;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		LedgerStatus status = this.ledger.status();
		(status.healthy() ? builder.up() : builder.down()).withDetail("headSequence", status.headSequence())
			.withDetail("headHash", status.headHash())
			.withDetail("queued", status.queued())
			.withDetail("failures", status.failures())
			.withDetail("spilled", status.spilled())
			.withDetail("anchoredSize", status.anchoredSize())
			.withDetail("anchorFailures", status.anchorFailures());
	}

}
