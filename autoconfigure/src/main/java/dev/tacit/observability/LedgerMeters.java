/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.LedgerStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
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
		gauge(registry, "tacit.audit.head",
				"Sequence of the ledger's last record, unknown before its database was reached",
				(status) -> (status.headSequence() < 0) ? Double.NaN : status.headSequence());
		gauge(registry, "tacit.audit.anchored", "Records covered by the last anchored checkpoint",
				LedgerStatus::anchoredSize);
		gauge(registry, "tacit.audit.queue", "Records that wait for a commit", LedgerStatus::queued);
		gauge(registry, "tacit.audit.spilled", "Records that wait in the spill file", LedgerStatus::spilled);
		gauge(registry, "tacit.audit.verified", "Records that stood in the last verification",
				(status) -> (status.verified() < 0) ? Double.NaN : status.verified());
		failures(registry, "append", LedgerStatus::failures);
		failures(registry, "anchor", LedgerStatus::anchorFailures);
		verifications(registry, "valid", (status) -> status.verifications() - status.brokenVerifications());
		verifications(registry, "broken", LedgerStatus::brokenVerifications);
		Timer appends = Timer.builder("tacit.audit.append")
			.description("Time from handing a record in to its being durable in the chain")
			.serviceLevelObjectives(Buckets.SHORT)
			.register(registry);
		this.ledger.observeAppends((nanos) -> appends.record(nanos, TimeUnit.NANOSECONDS));
	}

	private void gauge(MeterRegistry registry, String name, String description,
			ToDoubleFunction<LedgerStatus> reading) {
		Gauge.builder(name, this.ledger, (ledger) -> reading.applyAsDouble(ledger.status()))
			.description(description)
			.baseUnit("records")
			.register(registry);
	}

	private void failures(MeterRegistry registry, String part, ToDoubleFunction<LedgerStatus> reading) {
		FunctionCounter.builder("tacit.audit.failures", this.ledger, (ledger) -> reading.applyAsDouble(ledger.status()))
			.description("Records and checkpoints that could not be made durable")
			.baseUnit("failures")
			.tag("part", part)
			.register(registry);
	}

	private void verifications(MeterRegistry registry, String result, ToDoubleFunction<LedgerStatus> reading) {
		FunctionCounter
			.builder("tacit.audit.verifications", this.ledger, (ledger) -> reading.applyAsDouble(ledger.status()))
			.description("Verifications of the ledger, by result")
			.baseUnit("verifications")
			.tag("result", result)
			.register(registry);
	}

}
