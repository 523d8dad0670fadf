/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import dev.tacit.audit.AuditLedger;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of the ledger. Whoever scrapes {@code tacit.audit.head} is a witness outside the
 * database: a head that falls is a rollback.
 */
public final class LedgerMeters implements MeterBinder {

	private final AuditLedger ledger;

	/**
	 * Meters of a ledger.
	 * @param ledger the ledger
	 */
	public LedgerMeters(AuditLedger ledger) {
		this.ledger = ledger;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("tacit.audit.head", this.ledger, (ledger) -> ledger.status().headSequence())
			.description("Sequence of the ledger's last record")
			.register(registry);
		Gauge.builder("tacit.audit.anchored", this.ledger, (ledger) -> ledger.status().anchoredSize())
			.description("Records covered by the last anchored checkpoint")
			.baseUnit("records")
			.register(registry);
		Gauge.builder("tacit.audit.queue", this.ledger, (ledger) -> ledger.status().queued())
			.description("Records that wait for a commit")
			.baseUnit("records")
			.register(registry);
		Gauge.builder("tacit.audit.spilled", this.ledger, (ledger) -> ledger.status().spilled())
			.description("Records that wait in the spill file")
			.baseUnit("records")
			.register(registry);
		FunctionCounter.builder("tacit.audit.failures", this.ledger, (ledger) -> ledger.status().failures())
			.description("Records that could not be made durable")
			.tag("part", "append")
			.register(registry);
		FunctionCounter.builder("tacit.audit.failures", this.ledger, (ledger) -> ledger.status().anchorFailures())
			.description("Records that could not be made durable")
			.tag("part", "anchor")
			.register(registry);
	}

}
